package dev.cairn.gradle;

/**
 * The block {@code cairn} of a build file: defaults of the properties that tasks have in common. The password has no
 * property: the command reads it from {@code CAIRN_PASSWORD}, from {@link #getPasswordFile}, or from
 * {@code cairn.properties}, and Gradle never sees it.
 */
public interface CairnExtension extends CommandProperties, PlaceholderProperties {}
