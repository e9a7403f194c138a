package dev.cairn.processor.check;

import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.ObjectDeclaration;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.CreateView;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;

/**
 * Reports characters beyond U+FFFF in the statement of a view. The server counts each of them as one character when it
 * finds the query in the statement, but as two when it extracts the query, so it stores a query without its end.
 *
 * @param declaration the declaration of a view or a materialized view
 */
record TruncatedQueryCheck(ObjectDeclaration declaration, QueryText query, Findings findings) {
    void check(ServerProfile profile) {
        if (!mayBeTruncated(profile)) {
            return;
        }
        reportSupplementaryCharacter(query.text(), Place.of(query.span()), "The query", "write %s in its place");
        for (DeclaredColumn column : declaration.columns()) {
            String comment = Objects.requireNonNullElse(column.definition().comment(), "");
            reportSupplementaryCharacter(
                    comment, column.place(), "The comment of '" + column.name() + "'", "remove it");
        }
        reportSupplementaryCharacter(viewComment(), declaration.place(), "The comment", "remove it");
        // Properties and names have no place of their own: they are searched in the statement as it is sent.
        if (findings.toList().stream().noneMatch(finding -> finding.rule() == CompileRule.CUT_QUERY)) {
            reportSupplementaryCharacter(
                    Sql.render(declaration.statement()), declaration.place(), "A property or a name", "remove it");
        }
    }

    private String viewComment() {
        String comment = declaration.statement() instanceof CreateView view
                ? view.comment()
                : ((CreateMaterializedView) declaration.statement()).comment();
        return Objects.requireNonNullElse(comment, "");
    }

    private boolean mayBeTruncated(ServerProfile profile) {
        if (declaration.statement() instanceof CreateMaterializedView view) {
            return !view.isSynchronous();
        }
        return profile.isAtLeast(Version.V4_0); // earlier versions store the query as they print it after parsing
    }

    /** Reports the first such character of a text. */
    private void reportSupplementaryCharacter(String text, Place place, String subject, String remedyFormat) {
        text.codePoints()
                .filter(Character::isSupplementaryCodePoint)
                .mapToObj(Character::toString)
                .findFirst()
                .ifPresent(character -> findings.add(
                        CompileRule.CUT_QUERY,
                        place,
                        subject,
                        character,
                        declaration.name().lastPart().text(),
                        String.format(Locale.ROOT, remedyFormat, renderUnhexCall(character))));
    }

    private static String renderUnhexCall(String character) {
        byte[] bytes = character.getBytes(StandardCharsets.UTF_8);
        return "unhex('" + HexFormat.of().withUpperCase().formatHex(bytes) + "')";
    }
}
