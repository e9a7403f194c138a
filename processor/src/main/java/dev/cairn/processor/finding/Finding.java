package dev.cairn.processor.finding;

import dev.cairn.finding.FindingRule;

/**
 * A message for the user at one place of the source.
 *
 * @param place where javac reports it
 * @param text the message without its code
 */
public record Finding(FindingRule rule, Place place, String text) {
    /** Creates a finding whose text is the format of the rule, filled with the arguments. */
    public static Finding of(CompileRule rule, Place place, Object... arguments) {
        return new Finding(rule, place, rule.formatText(arguments));
    }

    /** Returns the finding with lines below its text, such as an excerpt of a query. */
    public Finding withExcerpt(String excerpt) {
        return new Finding(rule, place, text + "\n" + excerpt);
    }

    /** Returns the finding as one that applies only to some servers; the text begins with their description. */
    public Finding forServers(String serverDescription) {
        return new Finding(rule, place, "Only on " + serverDescription + ": " + text);
    }

    /**
     * This method is written by hand, like {@link #equals}: method handles link the generated methods of records, which
     * delays the first compilation in each process.
     */
    @Override
    public int hashCode() {
        return 31 * place.hashCode() + text.hashCode();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Finding finding
                && rule == finding.rule
                && place.equals(finding.place)
                && text.equals(finding.text);
    }

    /** Returns the printed message: the code in brackets, and the text. */
    public String renderMessage() {
        return "[" + rule.code() + "] " + text;
    }

    /** Returns the printed message with the name of its subject. */
    public String renderMessageAbout(String subjectName) {
        return "[" + rule.code() + "] " + subjectName + ": " + text;
    }
}
