plugins {
    java
}

repositories {
    mavenCentral()
}

java {
    toolchain {
        languageVersion = JavaLanguageVersion.of(17)
    }
}

dependencies {
    implementation("dev.cairn:cairn-annotations:@version@")
    implementation("dev.cairn:cairn-runtime:@version@")
    annotationProcessor("dev.cairn:cairn-processor:@version@")
    runtimeOnly("com.mysql:mysql-connector-j:26.10.0")
}
