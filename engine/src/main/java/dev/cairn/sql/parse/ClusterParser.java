package dev.cairn.sql.parse;

import dev.cairn.sql.ast.ClusterAlteration;
import dev.cairn.sql.ast.ClusterAlteration.AlterationEffect;
import dev.cairn.sql.ast.ClusterClause;
import dev.cairn.sql.ast.ClusterClause.Form;
import dev.cairn.sql.ast.ClusterObjectKind;
import dev.cairn.sql.ast.ClusterObjectKind.Feature;
import dev.cairn.sql.ast.ClusterPart;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.ClusterStatement.ClusterChange;
import dev.cairn.sql.ast.ClusterStatement.ClusterItem;
import dev.cairn.sql.ast.ClusterStatement.IfExists;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.StatementForm;
import dev.cairn.sql.ast.TokenKind;
import dev.cairn.sql.query.ClauseParser;
import dev.cairn.sql.query.ExpressionParser;
import dev.cairn.sql.query.TypeParser;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.write.ColumnWriter;
import dev.cairn.sql.write.OverloadedName;
import dev.cairn.sql.write.QueryWriter;
import dev.cairn.sql.write.QuotedTexts;
import dev.cairn.sql.write.SqlTextBuilder;
import dev.cairn.sql.write.TableWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Parses statements about the objects of a cluster, by the grammar of each {@link ClusterObjectKind}. No method knows a
 * kind: adding one needs no code here. Statements in a notation that Cairn keeps as text are left to
 * {@link OpaqueStatementParser}, so that a newer server's clauses do not fail.
 */
final class ClusterParser {
    private final Cursor cursor;
    private final ExpressionParser expressionParser;
    private final ClauseParser clauseParser;

    ClusterParser(Cursor cursor, ExpressionParser expressionParser) {
        this.cursor = cursor;
        this.expressionParser = expressionParser;
        this.clauseParser = expressionParser.clauseParser();
    }

    /** Parses a statement about an object of a kind; null if Cairn keeps the statement as text in this notation. */
    private @Nullable Statement parseOrKeepText(ClusterObjectKind kind, Supplier<Statement> parser) {
        return kind.hasFeature(Feature.HAS_OPAQUE_FORMS) ? cursor.parseOrReset(parser) : parser.get();
    }

    /** Parses CREATE or SUBMIT; for an object of any other kind, it returns null and does not move the cursor. */
    @Nullable
    Statement parseCreate(int start) {
        for (ClusterObjectKind kind : ClusterObjectKind.values()) {
            boolean startsWithOrReplace =
                    kind.hasFeature(Feature.OR_REPLACE_BEFORE_KIND) && areWordsAhead("OR REPLACE", 1);
            for (Map.Entry<String, String> variant : kind.createWordsByVariant().entrySet()) {
                if (areWordsAhead(kind.createVerb(), 0)
                        && areWordsAhead(variant.getValue(), startsWithOrReplace ? 3 : 1)) {
                    return isScheduledAhead(kind)
                            ? parseCreate(kind, variant.getKey(), start)
                            : parseOrKeepText(kind, () -> parseCreate(kind, variant.getKey(), start));
                }
            }
        }
        return null;
    }

    /** Returns whether a name and a schedule follow the words of a kind that has schedules. */
    private boolean isScheduledAhead(ClusterObjectKind kind) {
        if (kind.clauses().stream().noneMatch(ClusterClause::isScheduled)) {
            return false;
        }
        int nameOffset = 1 + countWords(kind.createWords());
        for (int ahead = nameOffset + 1; !cursor.isEndAhead(ahead); ahead++) {
            Keyword word = cursor.keyword(ahead);
            if (word == Keyword.SCHEDULE || word == Keyword.AS) {
                return word == Keyword.SCHEDULE;
            }
        }
        return false;
    }

    private Statement parseCreate(ClusterObjectKind kind, String variant, int start) {
        cursor.advance();
        boolean isReplaced = cursor.acceptPhrase(Keyword.OR, Keyword.REPLACE);
        int variantStart = cursor.position();
        expectWords(kind.createWords(variant));
        Span variantSpan = cursor.spanSince(variantStart);
        IfExists ifExists =
                kind.hasFeature(Feature.CONDITIONAL) && cursor.skipIfNotExists() ? IfExists.KEEP : IfExists.REFUSE;
        if (isReplaced && ifExists == IfExists.KEEP) {
            throw cursor.expectedError("either OR REPLACE or IF NOT EXISTS");
        }
        boolean mayBeReplacedHere =
                kind.hasFeature(Feature.REPLACEABLE) && !kind.hasFeature(Feature.OR_REPLACE_BEFORE_KIND);
        if (isReplaced || (mayBeReplacedHere && cursor.acceptPhrase(Keyword.OR, Keyword.REPLACE))) {
            ifExists = IfExists.REPLACE;
        }
        QualifiedName name = parseName(kind);
        List<ClusterItem> items = new ArrayList<>();
        if (!variant.isEmpty()) {
            items.add(new ClusterItem(
                    ClusterPart.of(kind.variantClause().orElseThrow().name()), variant, variantSpan));
        }
        parseClauses(kind, items);
        // The order of listed clauses does not matter, nor does that of marked names of different clauses.
        items.sort(Comparator.comparing(
                item -> kind.clauses().indexOf(kind.requireClause(item.part().clause()))));
        return new ClusterStatement.CreateClusterObject(kind, name, ifExists, items, cursor.spanSince(start));
    }

    private void parseClauses(ClusterObjectKind kind, List<ClusterItem> items) {
        List<ClusterClause> remainingClauses = new ArrayList<>(kind.clauses());
        remainingClauses.removeIf(ClusterClause::isVariant);
        while (!remainingClauses.isEmpty()) {
            ClusterClause clause = remainingClauses.stream()
                    .filter(candidate -> kind.hasFeature(Feature.CLAUSES_IN_ANY_ORDER) && isAhead(candidate))
                    .findFirst()
                    .orElse(remainingClauses.get(0));
            if (clause.isScheduled()) {
                parseSchedule(kind, items);
                remainingClauses.removeIf(ClusterClause::isScheduled);
            } else if (clause.isListed()) {
                parseListedClauses(remainingClauses, items);
                remainingClauses.removeIf(ClusterClause::isListed);
            } else if (clause.form() == Form.COLUMNS) {
                parseColumns(clause, items);
                remainingClauses.remove(clause);
            } else if (clause.form() == Form.MARKED_NAMES) {
                parseMarkedNames(kind, items);
                remainingClauses.removeIf(other -> other.form() == Form.MARKED_NAMES);
            } else {
                remainingClauses.remove(clause);
                if (clause.isRequired() || areWordsAhead(clause.words(), 0)) {
                    expectWords(clause.words());
                    parseContent(clause, items);
                } else if (clause.form() == Form.BARE_PROPERTIES) {
                    parseBareProperties(clause, items);
                }
            }
        }
    }

    /** Parses clauses in any order with commas between them, and removes each from those that may follow. */
    private void parseListedClauses(List<ClusterClause> clauses, List<ClusterItem> items) {
        Optional<ClusterClause> firstClause = findListedClause(clauses);
        if (firstClause.isPresent()) {
            ClusterClause clause = firstClause.get();
            do {
                expectWords(clause.words());
                parseContent(clause, items);
                clauses.remove(clause);
                if (!cursor.accept(TokenKind.COMMA)) {
                    return;
                }
                clause = findListedClause(clauses).orElseThrow(() -> cursor.expectedError("another clause"));
            } while (true);
        }
    }

    private void parseMarkedNames(ClusterObjectKind kind, List<ClusterItem> items) {
        items.addAll(cursor.readListInParentheses(() -> {
            Name name = cursor.readName();
            ClusterClause clause = kind.clauses().stream()
                    .filter(candidate -> candidate.form() == Form.MARKED_NAMES && areWordsAhead(candidate.words(), 0))
                    .findFirst()
                    .orElseThrow(() -> cursor.expectedError("what the column is"));
            expectWords(clause.words());
            return new ClusterItem(ClusterPart.of(clause.name()), quote(name), name.span());
        }));
    }

    private boolean isAhead(ClusterClause clause) {
        return clause.isScheduled() ? cursor.isAt(Keyword.SCHEDULE) : areWordsAhead(clause.words(), 0);
    }

    /** Parses {@code SCHEDULE START('2026-01-01') EVERY(INTERVAL 1 DAY)}. */
    private void parseSchedule(ClusterObjectKind kind, List<ClusterItem> items) {
        cursor.expect(Keyword.SCHEDULE);
        for (ClusterClause clause : kind.clauses()) {
            if (clause.isScheduled() && (clause.isRequired() || areWordsAhead(clause.words(), 0))) {
                expectWords(clause.words());
                cursor.expect(TokenKind.LEFT_PARENTHESIS);
                parseContent(clause, items);
                cursor.expect(TokenKind.RIGHT_PARENTHESIS);
            }
        }
    }

    /** Parses {@code INTERVAL 1 DAY}, and returns {@code 1 DAY}. */
    private String parseInterval() {
        cursor.expect(Keyword.INTERVAL);
        Expression.Interval interval = expressionParser.primaryParser().parseIntervalAfterWord();
        return render(interval.amount()) + " " + interval.unit().toUpperCase(Locale.ROOT);
    }

    private Optional<ClusterClause> findListedClause(List<ClusterClause> clauses) {
        return clauses.stream()
                .filter(clause -> clause.isListed() && areWordsAhead(clause.words(), 0))
                .findFirst();
    }

    /** Parses ALTER; for an object of any other kind, and for a form that Cairn keeps as text, it returns null. */
    @Nullable
    Statement parseAlter(int start) {
        for (ClusterObjectKind kind : ClusterObjectKind.values()) {
            int alterationOffset = 2 + countWords(kind.changeWords());
            boolean isKnown = kind.hasFeature(Feature.HAS_OPAQUE_FORMS)
                    || findAlteration(kind, alterationOffset).isPresent();
            if (areWordsAhead(kind.changeWords(), 1) && isKnown) {
                return parseOrKeepText(kind, () -> {
                    cursor.advance();
                    expectWords(kind.changeWords());
                    return parseChanges(kind, parseName(kind), start);
                });
            }
        }
        return null;
    }

    private Statement parseChanges(ClusterObjectKind kind, QualifiedName name, int start) {
        List<ClusterChange> changes = new ArrayList<>();
        do {
            ClusterAlteration alteration =
                    findAlteration(kind, 0).orElseThrow(() -> cursor.expectedError("a change of a " + kind.title()));
            expectWords(alteration.words());
            List<ClusterItem> items = new ArrayList<>();
            ClusterClause clause = kind.requireClause(alteration.clause());
            if (clause.form() == Form.COLUMNS) {
                parseColumnChange(clause, alteration.effect(), items);
            } else if (alteration.effect() != AlterationEffect.CLEAR) {
                parseContent(clause, items);
            }
            changes.add(new ClusterChange(alteration, items));
        } while (skipToNextChange(kind));
        return new ClusterStatement.AlterClusterObject(kind, name, changes, cursor.spanSince(start));
    }

    private boolean skipToNextChange(ClusterObjectKind kind) {
        return (kind.hasFeature(Feature.COMMA_SEPARATED_CHANGES) && cursor.accept(TokenKind.COMMA))
                || (kind.hasFeature(Feature.JUXTAPOSED_CHANGES)
                        && (cursor.accept(TokenKind.COMMA) || !cursor.isAtStatementEnd()));
    }

    private Optional<ClusterAlteration> findAlteration(ClusterObjectKind kind, int ahead) {
        return kind.alterations().stream()
                .filter(alteration -> areWordsAhead(alteration.words(), ahead))
                .findFirst();
    }

    /** Parses DROP or STOP; for an object of any other kind, it returns null and does not move the cursor. */
    @Nullable
    Statement parseDrop(int start) {
        for (ClusterObjectKind kind : ClusterObjectKind.values()) {
            if (areWordsAhead(kind.dropVerb() + " " + kind.changeWords(), 0)) {
                return parseOrKeepText(kind, () -> {
                    cursor.advance();
                    expectWords(kind.changeWords());
                    boolean mayBeConditional =
                            kind.hasFeature(Feature.CONDITIONAL) || kind.hasFeature(Feature.DROPPED_IF_EXISTS);
                    boolean ifExists = mayBeConditional && cursor.skipIfExists();
                    QualifiedName name = parseName(kind);
                    boolean isForced = kind.hasFeature(Feature.FORCED_DROP) && cursor.accept(Keyword.FORCE);
                    return new ClusterStatement.DropClusterObject(
                            kind, name, ifExists, isForced, cursor.spanSince(start));
                });
            }
        }
        return null;
    }

    /** Parses PAUSE or RESUME; for an object of any other kind, it returns null and does not move the cursor. */
    @Nullable
    Statement parsePauseOrResume(int start) {
        boolean isResumed = cursor.keyword() == Keyword.RESUME;
        for (ClusterObjectKind kind : ClusterObjectKind.values()) {
            if (kind.hasFeature(Feature.PAUSABLE) && areWordsAhead(kind.changeWords(), 1)) {
                return parseOrKeepText(kind, () -> {
                    cursor.advance();
                    expectWords(kind.changeWords());
                    return new ClusterStatement.PauseClusterObject(
                            kind, parseName(kind), isResumed, cursor.spanSince(start));
                });
            }
        }
        return null;
    }

    private QualifiedName parseName(ClusterObjectKind kind) {
        if (kind.isNamedInExternalDatabase()) {
            QualifiedName name = cursor.readQualifiedName();
            if (!name.isExternal() || name.parts().size() > 3) {
                throw cursor.expectedError("a name in an external catalog");
            }
            return name;
        }
        if (!kind.hasQualifiedNames()) {
            QualifiedName name = new QualifiedName(
                    List.of(kind.hasFeature(Feature.NAME_AS_TEXT) ? cursor.readNameOrText() : cursor.readName()));
            return kind.hasFeature(Feature.OVERLOADED) ? parseArgumentTypes(name) : name;
        }
        QualifiedName name = cursor.readQualifiedName();
        if (name.parts().size() > 2) {
            throw cursor.expectedError("a name in a database");
        }
        return kind.hasFeature(Feature.OVERLOADED) ? parseArgumentTypes(name) : name;
    }

    /** Parses the types of the arguments after a name, and returns the name with them. */
    private QualifiedName parseArgumentTypes(QualifiedName name) {
        TypeParser.ParameterTypes parameters = expressionParser.typeParser().parseParameterTypes();
        Name lastPart = name.lastPart();
        String text = OverloadedName.render(lastPart.text(), parameters.types(), parameters.isVariadic());
        List<Name> parts = new ArrayList<>(name.parts());
        parts.set(parts.size() - 1, new Name(text, lastPart.quote(), lastPart.span()));
        return new QualifiedName(parts);
    }

    private void parseContent(ClusterClause clause, List<ClusterItem> items) {
        switch (clause.form()) {
            case PROPERTIES, BARE_PROPERTIES -> parseProperties(clause, items);
            case TYPED_PROPERTIES -> {
                Name type = cursor.readName();
                items.add(new ClusterItem(ClusterPart.of(clause.name()), type.text(), type.span()));
                parseProperties(clause, items);
            }
            case CONDITIONS -> {
                do {
                    int start = cursor.position();
                    String element = String.join(", ", cursor.readListInParentheses(this::parseCondition));
                    items.add(new ClusterItem(new ClusterPart(clause.name(), element), "", cursor.spanSince(start)));
                } while (cursor.accept(TokenKind.COMMA));
            }
            case TEXT -> {
                int start = cursor.position();
                String text = cursor.readText();
                items.add(new ClusterItem(ClusterPart.of(clause.name()), text, cursor.spanSince(start)));
            }
            case WORD, NAME -> {
                Name word = cursor.readName();
                items.add(new ClusterItem(ClusterPart.of(clause.name()), word.text(), word.span()));
            }
            case TEXTS -> {
                int start = cursor.position();
                List<String> texts = cursor.readListInParentheses(
                        () -> cursor.resolver().resolveProperty(clause.name(), cursor.readText()));
                items.add(new ClusterItem(
                        ClusterPart.of(clause.name()), QuotedTexts.render(texts), cursor.spanSince(start)));
            }
            case MARKED_NAMES, COLUMNS ->
                throw new IllegalArgumentException("The clause " + clause.name() + " is parsed with others");
            case ELEMENTS ->
                items.addAll(cursor.readListWithOptionalParentheses(() -> {
                    int start = cursor.position();
                    String element = render(expressionParser.parseExpression());
                    return new ClusterItem(new ClusterPart(clause.name(), element), "", cursor.spanSince(start));
                }));
            case SORT_ITEMS ->
                addText(
                        clause,
                        items,
                        () -> cursor.readListInParentheses(clauseParser::parseSortItem).stream()
                                .map(TableWriter::renderSortItem)
                                .collect(Collectors.joining(", ")));
            case START_TIME ->
                addText(clause, items, () -> cursor.resolver().resolveProperty(clause.name(), cursor.readText()));
            case INTERVAL -> addText(clause, items, this::parseInterval);
            case STATEMENT ->
                addText(clause, items, () -> {
                    int start = cursor.position();
                    cursor.skipStatement();
                    return cursor.resolver().resolveStatement(cursor.textSince(start));
                });
            case NAMES ->
                addText(
                        clause,
                        items,
                        () -> String.join(", ", cursor.readListInParentheses(() -> quote(cursor.readName()))));
            case ASSIGNMENTS ->
                addText(clause, items, () -> String.join(", ", cursor.readListInParentheses(this::parseAssignment)));
            case EXPRESSION -> addText(clause, items, this::parseExpressionText);
            case TYPE ->
                addText(
                        clause,
                        items,
                        () -> OverloadedName.renderType(
                                expressionParser.typeParser().parseType()));
            case ATTACHMENT ->
                addText(clause, items, () -> {
                    String text = cursor.tokenText();
                    cursor.expect(TokenKind.ATTACHMENT);
                    return text;
                });
        }
    }

    private void addText(ClusterClause clause, List<ClusterItem> items, Supplier<String> content) {
        int start = cursor.position();
        String text = content.get();
        items.add(new ClusterItem(ClusterPart.of(clause.name()), text, cursor.spanSince(start)));
    }

    private void parseProperties(ClusterClause clause, List<ClusterItem> items) {
        for (Property property : clauseParser.parsePropertyList()) {
            items.add(new ClusterItem(
                    new ClusterPart(clause.name(), property.name()), property.value(), property.span()));
        }
    }

    private void parseBareProperties(ClusterClause clause, List<ClusterItem> items) {
        while (cursor.kind(1) == TokenKind.EQUAL) {
            int start = cursor.position();
            String property = cursor.readAnyName().text();
            cursor.expect(TokenKind.EQUAL);
            String value = cursor.resolver().resolveProperty(property, cursor.readText());
            items.add(new ClusterItem(new ClusterPart(clause.name(), property), value, cursor.spanSince(start)));
        }
    }

    /** Parses {@code v} or {@code v = raw + 1}, and returns it in the form in which it is compared. */
    String parseAssignment() {
        String name = quote(cursor.readName());
        return cursor.accept(TokenKind.EQUAL) ? name + " = " + parseExpressionText() : name;
    }

    private String parseExpressionText() {
        return render(expressionParser.parseExpression());
    }

    private static String render(Expression expression) {
        SqlTextBuilder out = new SqlTextBuilder(StatementForm.WRITTEN);
        return new QueryWriter(out).write(expression).toString();
    }

    /** Parses columns in parentheses; the item in front of them is the list of their names. */
    private void parseColumns(ClusterClause clause, List<ClusterItem> items) {
        int start = cursor.position();
        List<ClusterItem> columns = cursor.readListInParentheses(() -> parseColumn(clause));
        items.add(new ClusterItem(
                ClusterPart.of(clause.name()),
                columns.stream()
                        .map(column -> quote(Name.of(column.part().name())))
                        .collect(Collectors.joining(", ")),
                cursor.spanSince(start)));
        items.addAll(columns);
    }

    /** Parses the clause after ADD COLUMN, MODIFY COLUMN, DROP COLUMN or RENAME COLUMN. */
    private void parseColumnChange(ClusterClause clause, AlterationEffect effect, List<ClusterItem> items) {
        if (effect == AlterationEffect.ADD && cursor.isAt(TokenKind.LEFT_PARENTHESIS)) {
            items.addAll(cursor.readListInParentheses(() -> parseColumn(clause)));
            return;
        }
        if (effect == AlterationEffect.ADD || effect == AlterationEffect.SET) {
            items.add(parseColumn(clause));
            int start = cursor.position();
            boolean isFirst = cursor.accept(Keyword.FIRST);
            if (isFirst || cursor.accept(Keyword.AFTER)) {
                String previousColumn = isFirst ? "" : cursor.readName().text();
                items.add(new ClusterItem(ClusterPart.of(clause.name()), previousColumn, cursor.spanSince(start)));
            }
            return;
        }
        Name name = cursor.readName();
        String newName = "";
        if (effect == AlterationEffect.RENAME) {
            cursor.expect(Keyword.TO);
            newName = cursor.readName().text();
        }
        items.add(new ClusterItem(new ClusterPart(clause.name(), name.text()), newName, name.span()));
    }

    private ClusterItem parseColumn(ClusterClause clause) {
        ColumnDefinition column = new ColumnParser(cursor, expressionParser).parseColumn();
        ColumnDefinition plainColumn = ColumnDefinition.of(column.name(), column.type(), column.span())
                .withNullable(column.nullable())
                .withComment(column.comment());
        if (column.type() == null || !plainColumn.equals(column)) {
            throw cursor.expectedError("a column with a type, NOT NULL and a comment alone");
        }
        SqlTextBuilder out = new SqlTextBuilder(StatementForm.WRITTEN);
        new ColumnWriter(out).writeDefinition(column);
        return new ClusterItem(new ClusterPart(clause.name(), column.name().text()), out.toString(), column.span());
    }

    private static String quote(Name name) {
        return new SqlTextBuilder(StatementForm.WRITTEN).appendName(name).toString();
    }

    /** Parses {@code user = 'etl'} or {@code query_type IN ('select', 'insert')}, and returns it in this form. */
    private String parseCondition() {
        String key = cursor.readName().text();
        if (cursor.accept(Keyword.IN)) {
            List<String> values = cursor.readListInParentheses(cursor::readText);
            return key + " IN (" + QuotedTexts.render(values) + ")";
        }
        cursor.expect(TokenKind.EQUAL);
        return key + " = " + QuotedTexts.render(List.of(cursor.resolver().resolveProperty(key, cursor.readText())));
    }

    /**
     * Returns whether words follow.
     *
     * @param words the words with blanks between them; an equals sign is one of them
     * @param ahead the number of tokens before the first word
     */
    private boolean areWordsAhead(String words, int ahead) {
        String[] expectedWords = words.split(" ", -1);
        for (int i = 0; i < expectedWords.length; i++) {
            boolean isExpectedToken = expectedWords[i].equals("=")
                    ? cursor.kind(ahead + i) == TokenKind.EQUAL
                    : cursor.keyword(ahead + i) == Keyword.valueOf(expectedWords[i]);
            if (!isExpectedToken) {
                return false;
            }
        }
        return true;
    }

    private void expectWords(String words) {
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
