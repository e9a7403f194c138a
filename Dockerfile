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
RUN bin/install --prefix /opt/cairn

FROM ${BASE}
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin cairn
COPY --from=build /opt/cairn /opt/cairn
ENV PATH="/opt/cairn/bin:${PATH}"
USER 10001
WORKDIR /project
ENTRYPOINT ["cairn"]
CMD ["--help"]
