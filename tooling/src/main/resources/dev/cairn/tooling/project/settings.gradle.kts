pluginManagement {
    repositories {
        mavenLocal() // where a checkout of Cairn installs itself
        mavenCentral()
    }
}

rootProject.name = "@schema@"
