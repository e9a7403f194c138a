package dev.cairn.finding;

/**
 * A rule about a project, whose findings javac, the linter or a command reports. Each family of rules is an enum that
 * contains the messages of its rules.
 */
public interface FindingRule {
    /**
     * Returns the stable code of the rule, which the documentation refers to and by which findings can be allowed.
     * Rules that make the same statement about different things share a code.
     */
    String code();

    Severity severity();
}
