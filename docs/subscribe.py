#!/usr/bin/env python3
"""Prints the platform's events as they happen, the way any team's service would read them.

Needs only an AMQP client (Debian: python3-pika) and the broker's address:

    python3 docs/subscribe.py --broker amqp://guest:guest@127.0.0.1:5672/ --bind 'default.shop.#'

The queue belongs to the subscriber. Without --queue it is exclusive and goes with the program; with --queue NAME it is
durable, bounded, and keeps what happens while nobody listens, also while the broker restarts.
"""
import argparse
import json
import os
import sys
import time

import pika
import pika.exceptions


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--broker", default=os.environ.get("PLATFORM_BROKER", "amqp://guest:guest@127.0.0.1:5672/"))
    parser.add_argument("--bind", action="append", metavar="KEY",
                        help="routing key <namespace>.<application>.<event>, * = one word, # = any (default: #)")
    parser.add_argument("--queue", help="name of a durable queue of your own")
    parser.add_argument("--count", type=int, help="end after so many events")
    parser.add_argument("--json", action="store_true", help="print whole CloudEvents")
    arguments = parser.parse_args()

    events = Events(arguments)
    while not events.done():
        try:
            listen(arguments, events)
        except pika.exceptions.AMQPConnectionError:
            if not arguments.queue:
                raise  # An exclusive queue went with the connection: what happens meanwhile would be missed.
            time.sleep(1)


def listen(arguments, events):
    connection = pika.BlockingConnection(pika.URLParameters(arguments.broker))
    channel = connection.channel()
    # Declared as the platform declares it, so that a subscriber may come first.
    channel.exchange_declare("platform.events", exchange_type="topic", durable=True)
    if arguments.queue:
        # A bound on the queue: a subscriber that never comes back must not fill the broker.
        channel.queue_declare(arguments.queue, durable=True, arguments={"x-max-length": 100000})
        queue = arguments.queue
    else:
        queue = channel.queue_declare("", exclusive=True).method.queue
    for key in arguments.bind or ["#"]:
        channel.queue_bind(queue, "platform.events", routing_key=key)
    print(f"listening on {queue}", flush=True)

    for method, _, body in channel.consume(queue):
        events.take(json.loads(body))
        channel.basic_ack(method.delivery_tag)
        if events.done():
            break
    channel.cancel()
    connection.close()


class Events:
    """What came so far: each event once, and whether one is missing."""

    def __init__(self, arguments):
        self.arguments = arguments
        self.seen = set()
        self.numbers = {}

    def done(self):
        return self.arguments.count and len(self.seen) >= self.arguments.count

    def take(self, event):
        # Delivery is at least once: the id says whether it is the same event again.
        if event["id"] in self.seen:
            return
        self.seen.add(event["id"])
        self.look_for_gaps(event)
        print(json.dumps(event) if self.arguments.json else describe(event), flush=True)

    def look_for_gaps(self, event):
        # Numbers count the events of a source and subject. Those of one moment may come in another order, so what
        # looks missing may still come; this program only says so.
        if "sequence" not in event:
            return
        number = int(event["sequence"])
        about = (event["source"], event.get("subject"))
        last = self.numbers.get(about, number - 1)
        if number > last + 1:
            print(f"not seen (yet): {last + 1} to {number - 1} of {about}", file=sys.stderr, flush=True)
        self.numbers[about] = max(last, number)


def describe(event):
    data = event.get("data", {})
    details = [f"{name}={data[name]}" for name in ("revision", "step", "phase", "health", "version", "reason") if data.get(name) is not None]
    return " ".join([event["time"], event["type"], event.get("subject", "-"), *details])


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        pass
