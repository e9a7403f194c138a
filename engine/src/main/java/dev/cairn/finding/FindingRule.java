package dev.cairn.finding;

/**
 * A rule that a project is checked against. Javac, the linter or a command reports each violation as a finding. Each
 * family of rules is an enum that contains the messages of its rules.
 */
public interface FindingRule {
    /**
     * Returns the stable code of the rule. The documentation refers to it, and users name it to allow findings. Rules
     * that make the same statement about different things share a code.
     */
    String code();

    Severity severity();
}
