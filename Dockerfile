# One file for every process of the platform: docker build --build-arg PROJECT=services/deploy --build-arg ASSEMBLY=Platform.Deploy .
ARG SDK_IMAGE=mcr.microsoft.com/dotnet/sdk:10.0
ARG RUNTIME_IMAGE=mcr.microsoft.com/dotnet/aspnet:10.0

FROM ${SDK_IMAGE} AS build
ARG PROJECT
WORKDIR /src
COPY . .
RUN dotnet publish "$PROJECT" -c Release -o /app --nologo

FROM ${RUNTIME_IMAGE}
ARG ASSEMBLY
ENV ASSEMBLY=${ASSEMBLY} PLATFORM_DATA=/data ASPNETCORE_HTTP_PORTS=8080
WORKDIR /app
COPY --from=build /app .
# The user that the runtime images bring for this (uid 1654).
RUN mkdir -p /data && chown 1654:1654 /data
USER 1654
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s --retries=12 \
  CMD bash -c 'exec 3<>/dev/tcp/127.0.0.1/8080 && printf "GET /healthz HTTP/1.0\r\n\r\n" >&3 && head -n 1 <&3 | grep -q " 200"'
ENTRYPOINT ["/bin/sh", "-c", "exec dotnet \"$ASSEMBLY.dll\" \"$@\"", "--"]
