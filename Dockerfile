# One file for every process of the platform, a target for each kind of image:
#   service   docker build --target service --build-arg ASSEMBLY=Platform.Status .
#   deploy    what applies to clusters: renders charts and kustomizations, so helm and kubectl are there
#   build     what builds images: git and buildah are there too
# SDK_IMAGE and RUNTIME_IMAGE may be any images with the .NET 10 SDK and the ASP.NET Core 10 runtime on a Debian or Ubuntu.
ARG SDK_IMAGE=mcr.microsoft.com/dotnet/sdk:10.0
ARG RUNTIME_IMAGE=mcr.microsoft.com/dotnet/aspnet:10.0

# All programs at once: they share most of what is compiled, and every image takes its own from here.
FROM ${SDK_IMAGE} AS programs
WORKDIR /src
COPY . .
RUN for program in services/build services/package services/deploy services/status gateway sandbox cli; do \
      dotnet publish "$program" -c Release -o "/out/$(basename "$program")" --nologo -v quiet || exit 1; \
    done

FROM ${RUNTIME_IMAGE} AS service
ARG PROGRAM
ARG ASSEMBLY
ENV ASSEMBLY=${ASSEMBLY} PLATFORM_DATA=/data ASPNETCORE_HTTP_PORTS=8080 PLATFORM_PORT=8080 PLATFORM_ADDRESS=0.0.0.0 HOME=/tmp
WORKDIR /app
COPY --from=programs /out/${PROGRAM} .
# The user that the runtime images bring for this (uid 1654), or one like it.
RUN (getent passwd 1654 || useradd --uid 1654 --no-create-home app) >/dev/null && mkdir -p /data && chown 1654:1654 /data
USER 1654
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s --retries=12 \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /healthz HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200'"]
ENTRYPOINT ["/bin/sh", "-c", "exec dotnet \"$ASSEMBLY.dll\" \"$@\"", "--"]

FROM ${SDK_IMAGE} AS tools
RUN apt-get update && apt-get install -y --no-install-recommends npm unzip ca-certificates && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY tests/tools/get tests/tools/get
RUN tests/tools/get helm kubectl

FROM service AS deploy
COPY --from=tools /src/.tools/bin/ /usr/local/bin/

FROM deploy AS build
USER 0
# Images are built without root, in a user namespace. Its uids are mapped by two programs that have just the capability for it, so the
# container needs SETUID and SETGID and no other.
RUN apt-get update \
    && apt-get install -y --no-install-recommends buildah git openssh-client ca-certificates util-linux uidmap libcap2-bin \
    && rm -rf /var/lib/apt/lists/* \
    && user=$(getent passwd 1654 | cut -d: -f1) && echo "$user:100000:65536" >/etc/subuid && echo "$user:100000:65536" >/etc/subgid \
    && chmod 0755 /usr/bin/newuidmap /usr/bin/newgidmap \
    && setcap cap_setuid+ep /usr/bin/newuidmap && setcap cap_setgid+ep /usr/bin/newgidmap
USER 1654
