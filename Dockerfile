# Builds charrnn and runs it as an ordinary user.
#
#   docker build -t charrnn .
#   docker run --rm -p 127.0.0.1:9000:9000 -v "$PWD/checkpoints:/work/checkpoints" charrnn \
#       --config lstm.yaml --set ui.host=0.0.0.0
#
#   docker run --rm -p 127.0.0.1:8080:8080 charrnn serve --checkpoint /opt/charrnn/checkpoints/linux/best.zip \
#       --host 0.0.0.0 --api-key "$KEY"
#
# Inside a container the training UI and the server must listen on all of its addresses to be reached from outside; the
# -p above opens them to this machine alone. docs/guide/serving.md tells more.

FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /src
COPY pom.xml ./
COPY parent parent
COPY .mvn .mvn
# Packages nothing but the dependencies, in a layer of its own: a change of the sources does not fetch 400 MB again.
RUN mvn -B -q -DskipTests package
COPY lstm/src lstm/src
COPY src src
RUN mvn -B -q -DskipTests package

FROM eclipse-temurin:17-jre
# The home directory holds the native library that JavaCPP unpacks at the first start.
RUN useradd --create-home --uid 10001 charrnn \
    && mkdir -p /work/checkpoints \
    && chown -R charrnn /work
WORKDIR /work
COPY --from=build /src/charrnn.jar /opt/charrnn/charrnn.jar
COPY checkpoints/linux /opt/charrnn/checkpoints/linux
COPY checkpoints/matches /opt/charrnn/checkpoints/matches
COPY --chown=charrnn config config
COPY --chown=charrnn corpus corpus
USER charrnn
VOLUME ["/work/corpus", "/work/config", "/work/checkpoints"]
EXPOSE 9000 8080
ENTRYPOINT ["java", "-jar", "/opt/charrnn/charrnn.jar"]
CMD ["--config", "lstm.yaml", "--set", "ui.host=0.0.0.0"]
