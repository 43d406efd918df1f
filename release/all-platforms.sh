#!/usr/bin/env bash
# Adds the native libraries of other platforms to charrnn.jar, which then runs on each desktop and server platform that ND4J has
# natives for; 650 MB.
#
#   release/all-platforms.sh [PLATFORM…]       default: all
set -euo pipefail
cd "$(dirname "$0")/.."
onednn=(linux-x86_64 macosx-x86_64 windows-x86_64) # where ND4J has a variant with oneDNN
platforms=("$@")
[ $# -gt 0 ] || platforms=("${onednn[@]}" linux-arm64 linux-armhf macosx-arm64)

# The version of a library in parent/pom.xml.
version() { sed -n "s|.*<$1.version>\(.*\)</$1.version>.*|\1|p" parent/pom.xml; }

folder=$PWD/target/natives
rm -rf "$folder"
add() { # GROUP:ARTIFACT:VERSION PLATFORM
  mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.8.1:unpack -Dartifact="$1:jar:$2" -DoutputDirectory="$folder" \
    -Dmdep.unpack.excludes='META-INF/**,**/include/**,**/lib/cmake/**,**/libtbb*'
}
for platform in "${platforms[@]}"; do
  variant=
  [[ " ${onednn[*]} " != *" $platform "* ]] || variant=-onednn
  add "org.nd4j:nd4j-native:$(version dl4j)" "$platform$variant"
  add "org.bytedeco:openblas:$(version openblas)" "$platform"
  add "org.bytedeco:javacpp:$(version javacpp)" "$platform"
  if [ "$platform" = linux-x86_64 ]; then
    add "org.bytedeco:dnnl:$(version dnnl)" "$platform"
    add "org.bytedeco:opencl:$(version opencl)" "$platform" # JavaCPP's oneDNN is linked to it
  fi
done
jar --update --file charrnn.jar -C "$folder" .
