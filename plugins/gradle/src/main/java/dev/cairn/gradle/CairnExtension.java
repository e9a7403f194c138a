package dev.cairn.gradle;

/**
 * The block {@code cairn} of a build file: the defaults of the properties that all tasks have. There is no property for
 * the password, so that Gradle never sees it: the command reads it from {@code CAIRN_PASSWORD}, from the file that
 * {@link #getPasswordFile} names, or from {@code cairn.properties}.
 */
public interface CairnExtension extends CommandProperties, PlaceholderProperties {}
