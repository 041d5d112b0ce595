# syntax=docker/dockerfile:1
# The service in a container; docs/service.md says how to run it.
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /build
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    mvn -B -ntp -q -DskipTests -Dspotless.check.skip -pl cli -am package

FROM eclipse-temurin:17-jre
SHELL ["/bin/bash", "-euo", "pipefail", "-c"]
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/dynafuse dynafuse
COPY --from=build /build/cli/target/dynafuse-cli.jar /opt/dynafuse/
COPY --from=build /build/cli/target/lib /opt/dynafuse/lib
COPY memory.sh packaging/java-options packaging/is-ready /opt/dynafuse/
# Unpacks the engine into the home of the user, and makes an archive of classes, by which the page is there in a second.
RUN /opt/dynafuse/java-options /opt/dynafuse > /opt/dynafuse/options \
    && work="$(mktemp -d)" \
    && java @/opt/dynafuse/options -Duser.home=/var/lib/dynafuse -XX:ArchiveClassesAtExit=/opt/dynafuse/classes.jsa \
        io.dynafuse.cli.ClassArchive "$work" \
    && rm -rf "$work" \
    && chown -R dynafuse /var/lib/dynafuse

USER dynafuse
# As memory.sh has it for a service.
ENV DYNAFUSE_HOME=/var/lib/dynafuse MALLOC_ARENA_MAX=2
# The engine and installed checkpoints; nothing else is written but below /tmp.
VOLUME ["/var/lib/dynafuse", "/tmp"]
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["/opt/dynafuse/is-ready", "8080"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["java", "@/opt/dynafuse/options", "-XX:SharedArchiveFile=/opt/dynafuse/classes.jsa", "-Xlog:cds*=off", "io.dynafuse.cli.Dynafuse"]
CMD ["serve", "--host", "0.0.0.0", "--token-file", "/run/secrets/dynafuse-token"]
