package dev.cairn.refusal;

import dev.cairn.sql.token.RefusalRule;
import java.util.List;

/**
 * Renders the rules of an enum as a Markdown table. A rule has one row with its text and an example, or a row for each
 * case if the cases name parts of its message.
 */
public record RefusalTable(List<RefusalRule> rules, List<RefusalCase> cases) {
    public String render() {
        StringBuilder table = new StringBuilder("| rule | number | text | example |\n|---|---|---|---|\n");
        rules.forEach(rule -> appendRule(rule, table));
        return table.toString();
    }

    private void appendRule(RefusalRule rule, StringBuilder table) {
        List<RefusalCase> ruleCases = cases.stream()
                .filter(refusalCase -> refusalCase.rule().equals(name(rule)))
                .toList();
        if (ruleCases.isEmpty() || ruleCases.get(0).messagePart().isEmpty()) {
            table.append(renderRow(rule, rule.template(), ruleCases.isEmpty() ? "" : renderExample(ruleCases.get(0))));
            return;
        }
        ruleCases.forEach(
                refusalCase -> table.append(renderRow(rule, refusalCase.messagePart(), renderExample(refusalCase))));
    }

    private static String name(RefusalRule rule) {
        return ((Enum<?>) rule).name();
    }

    private static String renderExample(RefusalCase refusalCase) {
        return "`" + escapeCell(refusalCase.statement().replace("`", "\"")) + "`";
    }

    private static String renderRow(RefusalRule rule, String text, String example) {
        return "| `" + name(rule) + "` | " + (rule.errno() == 1064 ? "" : rule.errno()) + " | "
                + escapeCell(text).replace("<", "&lt;") + " | " + example + " |\n";
    }

    private static String escapeCell(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }
}
