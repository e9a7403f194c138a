package dev.cairn.cli.output;

/** The root of all commands. */
public interface CommandRoot {
    /** Returns the environment in which all commands run. */
    CommandEnvironment environment();
}
