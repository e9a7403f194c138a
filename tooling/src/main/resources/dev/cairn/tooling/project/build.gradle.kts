plugins {
    java
}

repositories {
    mavenLocal() // where a checkout of Cairn installs itself
    mavenCentral()
}

val cairn by configurations.creating

dependencies {
    implementation("dev.cairn:cairn-annotations:@version@")
    implementation("dev.cairn:cairn-runtime:@version@")
    annotationProcessor("dev.cairn:cairn-processor:@version@")
    runtimeOnly("com.mysql:mysql-connector-j:26.10.0")
    cairn("dev.cairn:cairn-cli:@version@")
}

tasks.withType<JavaCompile>().configureEach {
    options.release.set(17)
    options.encoding = "UTF-8"
}

// gradle cairn --args='record "add points"', gradle classes cairn --args=upgrade
tasks.register<JavaExec>("cairn") {
    group = "cairn"
    description = "Runs a command of cairn, which --args contains."
    classpath(cairn)
    mainClass.set("dev.cairn.cli.Cairn")
    workingDir = projectDir
}
