# The cairn command in a container, as a user without rights. Build it in a checkout, and run it in the folder of a project:
#
#     docker build --tag cairn .
#     docker run --rm --volume "$PWD:/project:ro" --env CAIRN_URL --env CAIRN_PASSWORD cairn status
#
# record, rebase and lint compile sources and need a JDK: docker build --build-arg BASE=eclipse-temurin:17-jdk
ARG BASE=eclipse-temurin:17-jre

FROM maven:3-eclipse-temurin-17 AS build
WORKDIR /cairn
COPY . .
RUN bin/install --prefix /opt/cairn --root /image

FROM ${BASE}
COPY --from=build /image/opt/cairn /opt/cairn
# The classes of the command, as the JVM of this image maps them into memory: that of the other stage is another one.
RUN useradd --system --no-log-init --uid 10001 --no-create-home --shell /usr/sbin/nologin cairn \
    && java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:dump -Xlog:disable -Xlog:all=error:stderr \
        -XX:SharedClassListFile=/opt/cairn/share/cairn/cairn.classes \
        -XX:SharedArchiveFile=/opt/cairn/share/cairn/cairn.jsa -cp /opt/cairn/share/cairn/cairn.jar
ENV PATH="/opt/cairn/bin:${PATH}"
USER 10001
WORKDIR /project
ENTRYPOINT ["cairn"]
CMD ["--help"]
