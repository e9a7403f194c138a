package dev.cairn.sql.parse;

import dev.cairn.sql.ast.ClusterAlteration;
import dev.cairn.sql.ast.ClusterAlteration.Effect;
import dev.cairn.sql.ast.ClusterClause;
import dev.cairn.sql.ast.ClusterKind;
import dev.cairn.sql.ast.ClusterPart;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.ClusterStatement.ClusterChange;
import dev.cairn.sql.ast.ClusterStatement.ClusterItem;
import dev.cairn.sql.ast.ClusterStatement.IfExists;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.TokenKind;
import dev.cairn.sql.query.ClauseParser;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.write.QuotedTexts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Parses statements about the objects of a cluster, by the grammar of each {@link ClusterKind}. */
final class ClusterParser {
    private final Cursor cursor;
    private final ClauseParser clauses;

    ClusterParser(Cursor cursor, ClauseParser clauses) {
        this.cursor = cursor;
        this.clauses = clauses;
    }

    /** Parses CREATE; for an object of any other kind, it returns null and does not move the cursor. */
    @Nullable
    Statement parseCreate(int start) {
        for (ClusterKind kind : ClusterKind.values()) {
            if (isAhead(kind.createWords(), 1)) {
                cursor.advance();
                take(kind.createWords());
                return parseCreate(kind, start);
            }
        }
        return null;
    }

    private Statement parseCreate(ClusterKind kind, int start) {
        IfExists ifExists = cursor.skipIfNotExists() ? IfExists.KEEP : IfExists.REFUSE;
        if (kind.isReplaceable() && cursor.takeOptional(Keyword.OR, Keyword.REPLACE)) {
            ifExists = IfExists.REPLACE;
        }
        QualifiedName name = parseName();
        List<ClusterItem> items = new ArrayList<>();
        for (ClusterClause clause : kind.clauses()) {
            if (clause.isRequired() || isAhead(clause.words(), 0)) {
                take(clause.words());
                parseContent(clause, items);
            }
        }
        return new ClusterStatement.CreateClusterObject(kind, name, ifExists, items, cursor.spanSince(start));
    }

    /** Parses ALTER; for an object of any other kind, and for a form that Cairn keeps as text, it returns null. */
    @Nullable
    Statement parseAlter(int start) {
        for (ClusterKind kind : ClusterKind.values()) {
            int behindName = 2 + countWords(kind.changeWords());
            if (isAhead(kind.changeWords(), 1)
                    && findAlteration(kind, behindName).isPresent()) {
                cursor.advance();
                take(kind.changeWords());
                return parseChanges(kind, parseName(), start);
            }
        }
        return null;
    }

    private Statement parseChanges(ClusterKind kind, QualifiedName name, int start) {
        List<ClusterChange> changes = new ArrayList<>();
        do {
            ClusterAlteration alteration =
                    findAlteration(kind, 0).orElseThrow(() -> cursor.expectedError("a change of a " + kind.title()));
            take(alteration.words());
            List<ClusterItem> items = new ArrayList<>();
            if (alteration.effect() != Effect.CLEAR) {
                parseContent(kind.clause(alteration.clause()), items);
            }
            changes.add(new ClusterChange(alteration, items));
        } while (kind.isAlteredBySeveralChanges() && cursor.take(TokenKind.COMMA));
        return new ClusterStatement.AlterClusterObject(kind, name, changes, cursor.spanSince(start));
    }

    private Optional<ClusterAlteration> findAlteration(ClusterKind kind, int ahead) {
        return kind.alterations().stream()
                .filter(alteration -> isAhead(alteration.words(), ahead))
                .findFirst();
    }

    /** Parses DROP; for an object of any other kind, it returns null and does not move the cursor. */
    @Nullable
    Statement parseDrop(int start) {
        for (ClusterKind kind : ClusterKind.values()) {
            if (isAhead(kind.changeWords(), 1)) {
                cursor.advance();
                take(kind.changeWords());
                boolean ifExists = cursor.skipIfExists();
                return new ClusterStatement.DropClusterObject(kind, parseName(), ifExists, cursor.spanSince(start));
            }
        }
        return null;
    }

    private QualifiedName parseName() {
        return new QualifiedName(List.of(cursor.readNameOrText()));
    }

    private void parseContent(ClusterClause clause, List<ClusterItem> items) {
        switch (clause.form()) {
            case PROPERTIES -> {
                for (Property property : clauses.parsePropertyList()) {
                    items.add(new ClusterItem(
                            new ClusterPart(clause.name(), property.name()), property.value(), property.span()));
                }
            }
            case CONDITIONS -> {
                do {
                    int start = cursor.position();
                    String element = String.join(", ", cursor.readListInParentheses(this::parseCondition));
                    items.add(new ClusterItem(new ClusterPart(clause.name(), element), "", cursor.spanSince(start)));
                } while (cursor.take(TokenKind.COMMA));
            }
            case TEXT -> {
                int start = cursor.position();
                String text = cursor.readText();
                items.add(new ClusterItem(new ClusterPart(clause.name(), ""), text, cursor.spanSince(start)));
            }
            case WORD -> {
                Name word = cursor.readName();
                items.add(new ClusterItem(new ClusterPart(clause.name(), ""), word.text(), word.span()));
            }
            case TEXTS -> {
                int start = cursor.position();
                List<String> texts = cursor.readListInParentheses(
                        () -> cursor.resolver().resolveProperty(clause.name(), cursor.readText()));
                items.add(new ClusterItem(
                        new ClusterPart(clause.name(), ""), QuotedTexts.render(texts), cursor.spanSince(start)));
            }
        }
    }

    /** Parses {@code user = 'etl'} or {@code query_type IN ('select', 'insert')}, and returns it in this form. */
    private String parseCondition() {
        String key = cursor.readName().text();
        if (cursor.take(Keyword.IN)) {
            List<String> values = cursor.readListInParentheses(cursor::readText);
            return key + " IN (" + QuotedTexts.render(values) + ")";
        }
        cursor.expect(TokenKind.EQUAL);
        return key + " = " + QuotedTexts.render(List.of(cursor.resolver().resolveProperty(key, cursor.readText())));
    }

    // Words, which may include an equals sign.

    private boolean isAhead(String words, int ahead) {
        String[] expected = words.split(" ", -1);
        for (int i = 0; i < expected.length; i++) {
            boolean here = expected[i].equals("=")
                    ? cursor.kind(ahead + i) == TokenKind.EQUAL
                    : cursor.keyword(ahead + i) == Keyword.valueOf(expected[i]);
            if (!here) {
                return false;
            }
        }
        return true;
    }

    private void take(String words) {
        Stream.of(words.split(" ", -1)).forEach(word -> {
            if (word.equals("=")) {
                cursor.expect(TokenKind.EQUAL);
            } else {
                cursor.expect(Keyword.valueOf(word));
            }
        });
    }

    private static int countWords(String words) {
        return words.split(" ", -1).length;
    }
}
