# Builds charrnn and runs it as an ordinary user.
#
#   docker build -t charrnn --build-arg COMMIT="$(git rev-parse HEAD)" .
#   docker run --rm --user "$(id -u):$(id -g)" -p 127.0.0.1:9000:9000 -v "$PWD/checkpoints:/work/checkpoints" charrnn \
#       --config lstm.yaml --set ui.host=0.0.0.0
#
#   docker run --rm -p 127.0.0.1:8080:8080 -e CHARRNN_HOST=0.0.0.0 -e CHARRNN_API_KEY charrnn \
#       serve --checkpoint /opt/charrnn/checkpoints/linux/best.zip
#
# A folder of this machine is mounted with --user, so that its owner's runs are written. Inside a container the training UI
# and the server must listen on all of its addresses to be reached from outside; the -p above opens them to this machine
# alone. docs/guide/installing.md and serving.md tell more.

FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /src
COPY pom.xml ./
COPY parent parent
COPY .mvn .mvn
# Packages nothing but the dependencies, in a layer of its own: a change of the sources does not fetch 400 MB again.
RUN mvn -B -q -DskipTests package
COPY LICENSE ./
COPY release/licenses.md release/
COPY release/licenses release/licenses
COPY grammar/src grammar/src
COPY lstm/src lstm/src
COPY src src
RUN mvn -B -q -DskipTests package
# The commit for --version, which Maven takes from git elsewhere; there is no .git here.
ARG COMMIT=
RUN printf 'git.commit.id.abbrev=%.7s\n' "$COMMIT" >> target/classes/charrnn/git.properties \
    && jar --update --file charrnn.jar -C target/classes charrnn/git.properties

FROM eclipse-temurin:17-jre
# The home directory holds the native library that JavaCPP unpacks at the first start, also for the user of --user.
RUN useradd --create-home --uid 10001 charrnn \
    && chmod 1777 /home/charrnn \
    && mkdir -p /work/checkpoints \
    && chown -R charrnn /work
WORKDIR /work
COPY --from=build /src/charrnn.jar /opt/charrnn/charrnn.jar
COPY checkpoints/c /opt/charrnn/checkpoints/c
COPY checkpoints/linux /opt/charrnn/checkpoints/linux
COPY --chown=charrnn config config
COPY --chown=charrnn corpus corpus
USER 10001
EXPOSE 9000 8080
# Whether the server is ready, on the port of the environment or the default one; a training and other commands are healthy
# as long as they run.
HEALTHCHECK --start-period=60s CMD ["bash", "-c", "grep -zqx serve /proc/1/cmdline || exit 0; \
    exec 3<> /dev/tcp/127.0.0.1/${CHARRNN_PORT:-8080} && printf 'GET /health HTTP/1.1\\r\\nHost: 127.0.0.1\\r\\nConnection: close\\r\\n\\r\\n' >&3 \
    && read -r answer <&3 && [[ $answer == *' 200 '* ]]"]
ENTRYPOINT ["java", "-Duser.home=/home/charrnn", "-jar", "/opt/charrnn/charrnn.jar"]
CMD ["--config", "lstm.yaml", "--set", "ui.host=0.0.0.0"]
