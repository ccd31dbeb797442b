# The agent with nothing but a Java runtime cut to what it uses: no shell, no package manager, no
# user but 65532. Builds with the classic builder and with BuildKit: docker build -t procpush .
FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /src
COPY . .
# What --version says: --build-arg COMMIT=$(git describe --always --dirty --abbrev=12)
ARG COMMIT=unknown
RUN mvn -B -ntp -Dquick -Dmaven.test.skip=true -Dprocpush.commit=$COMMIT package

# The runtime, and the libraries of the C runtime that its own libraries need.
RUN jlink --add-modules java.base,java.logging,java.management,jdk.unsupported \
      --strip-java-debug-attributes --no-header-files --no-man-pages --output /image/opt/java \
 && mkdir -p /image/opt/procpush /image/etc /image/tmp \
 && chmod 1777 /image/tmp \
 && cp -r target/procpush.jar target/lib jvm.options /image/opt/procpush/ \
 && for library in $(find /image/opt/java -name '*.so' -o -name java -type f | xargs ldd \
      | grep -oE '/[^ )]+\.so[^ ):]*' | grep -v ^/image | sort -u); do \
      mkdir -p "/image$(dirname "$library")" && cp -L "$library" "/image$library"; \
    done \
 && echo 'hosts: files dns' > /image/etc/nsswitch.conf \
 && echo 'procpush:x:65532:65532:procpush:/:/none' > /image/etc/passwd \
 && echo 'procpush:x:65532:' > /image/etc/group

FROM scratch
COPY --from=build /image /
# The C library keeps one memory pool a thread otherwise.
ENV MALLOC_ARENA_MAX=2
USER 65532:65532
ENTRYPOINT ["/opt/java/bin/java", "@/opt/procpush/jvm.options", "-jar", "/opt/procpush/procpush.jar"]
