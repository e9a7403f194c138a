package dev.cairn.gradle;

/**
 * The block {@code cairn} of a build file: the defaults of the properties that all tasks have. The password has no
 * property: the command reads it from {@code CAIRN_PASSWORD}, from {@link #getPasswordFile}, or from {@code
 * cairn.properties}, and Gradle never sees it.
 */
public interface CairnExtension extends CommandProperties, PlaceholderProperties {}
