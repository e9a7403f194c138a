// gradle cairnRecord --message="add points", gradle cairnUpgrade
plugins {
    java
    id("dev.cairn") version "@version@"
}

repositories {
    mavenLocal() // where a checkout of Cairn installs itself
    mavenCentral()
}

dependencies {
    implementation("dev.cairn:cairn-annotations:@version@")
    implementation("dev.cairn:cairn-runtime:@version@")
    annotationProcessor("dev.cairn:cairn-processor:@version@")
    runtimeOnly("com.mysql:mysql-connector-j:26.10.0")
}

tasks.withType<JavaCompile>().configureEach {
    options.release.set(17)
    options.encoding = "UTF-8"
}
