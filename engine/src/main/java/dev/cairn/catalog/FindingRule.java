package dev.cairn.catalog;

/**
 * A rule about a project, whose findings javac, the linter or a command reports. Each family of rules is an enum; a message is
 * written once, at its rule.
 */
public interface FindingRule {
    /**
     * Returns the stable name of the rule, by which the documentation describes it, and which allows its findings. Rules that
     * say the same of different things have the same code.
     */
    String code();

    Severity severity();
}
