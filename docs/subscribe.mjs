#!/usr/bin/env node
// Prints the platform's events as they happen. Needs amqplib (npm i amqplib).
//
//     PLATFORM_BROKER=amqp://guest:guest@127.0.0.1:5672/ node docs/subscribe.mjs 'default.shop.#'
import amqp from "amqplib";

const connection = await amqp.connect(process.env.PLATFORM_BROKER ?? "amqp://guest:guest@127.0.0.1:5672/");
const channel = await connection.createChannel();
// Declared as the platform declares it, so that a subscriber may come first.
await channel.assertExchange("platform.events", "topic", { durable: true });
const { queue } = await channel.assertQueue("", { exclusive: true });
await channel.bindQueue(queue, "platform.events", process.argv[2] ?? "#");
await channel.prefetch(50);

const seen = new Set(); // delivery is at least once: the id says whether it is the same event again
const numbers = new Map(); // the last number of each source and subject: a jump means that something is missing
await channel.consume(queue, (message) => {
  const event = JSON.parse(message.content.toString("utf8"));
  if (!seen.has(event.id)) {
    seen.add(event.id);
    const about = `${event.source} ${event.subject}`;
    const number = Number(event.sequence);
    const last = numbers.get(about) ?? number - 1;
    if (number > last + 1) console.error(`not seen (yet): ${last + 1} to ${number - 1} of ${about}`);
    if (event.sequence !== undefined) numbers.set(about, Math.max(last, number));
    console.log(event.time, event.type, event.subject, JSON.stringify(event.data));
  }
  channel.ack(message);
});
console.log("listening");
