package dev.cairn.sql.parse;

import dev.cairn.sql.ast.ClusterStatement.ClusterItem;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.StatementForm;
import dev.cairn.sql.cluster.ClusterAlteration.AlterationEffect;
import dev.cairn.sql.cluster.ClusterClause;
import dev.cairn.sql.cluster.ClusterClause.Form;
import dev.cairn.sql.cluster.ClusterObjectKind;
import dev.cairn.sql.cluster.ClusterObjectKind.Feature;
import dev.cairn.sql.cluster.ClusterPart;
import dev.cairn.sql.query.ExpressionParser;
import dev.cairn.sql.query.SharedClauseParser;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.token.TokenKind;
import dev.cairn.sql.write.ColumnWriter;
import dev.cairn.sql.write.JoinedTexts;
import dev.cairn.sql.write.OverloadedName;
import dev.cairn.sql.write.QueryWriter;
import dev.cairn.sql.write.SqlTextBuilder;
import dev.cairn.sql.write.TableWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Parses the clauses of statements about cluster objects, each in the form that its {@link ClusterObjectKind} defines.
 * For each part of an object that a clause defines, it adds an item.
 */
final class ClusterClauseParser {
    private final Cursor cursor;
    private final ClusterWords clusterWords;
    private final ExpressionParser expressionParser;
    private final SharedClauseParser clauseParser;

    ClusterClauseParser(Cursor cursor, ExpressionParser expressionParser) {
        this.cursor = cursor;
        this.clusterWords = new ClusterWords(cursor);
        this.expressionParser = expressionParser;
        this.clauseParser = expressionParser.clauseParser();
    }

    /**
     * Parses the clauses of a statement that creates an object, and adds an item for each part that they define. The
     * clauses have the order of the kind, unless the kind permits any order. Clauses that share a construct, such as
     * SCHEDULE or a list, are parsed together, at the place of the first one.
     */
    void parseClauses(ClusterObjectKind kind, List<ClusterItem> items) {
        List<ClusterClause> remainingClauses = new ArrayList<>(kind.clauses());
        // The words of the variant precede the name of the object, so they have been parsed.
        remainingClauses.removeIf(ClusterClause::isVariant);
        while (!remainingClauses.isEmpty()) {
            ClusterClause clause = remainingClauses.stream()
                    .filter(candidate -> kind.hasFeature(Feature.CLAUSES_IN_ANY_ORDER) && isClauseAhead(candidate))
                    .findFirst()
                    .orElse(remainingClauses.get(0));
            if (clause.followsSchedule()) {
                parseSchedule(kind, items);
                remainingClauses.removeIf(ClusterClause::followsSchedule);
            } else if (clause.isListed()) {
                parseListedClauses(remainingClauses, items);
                remainingClauses.removeIf(ClusterClause::isListed);
            } else if (clause.form() == Form.COLUMNS) {
                parseColumns(clause, items);
                remainingClauses.remove(clause);
            } else if (clause.form() == Form.MARKED_NAMES) {
                parseMarkedNames(kind, items);
                remainingClauses.removeIf(candidate -> candidate.form() == Form.MARKED_NAMES);
            } else {
                remainingClauses.remove(clause);
                if (clause.isRequired() || clusterWords.areAhead(clause.words(), 0)) {
                    clusterWords.expect(clause.words());
                    parseContent(clause, items);
                } else if (clause.form() == Form.BARE_PROPERTIES) {
                    parseBareProperties(clause, items);
                }
            }
        }
    }

    /** Parses clauses in any order with commas between them, and removes each parsed clause from {@code clauses}. */
    private void parseListedClauses(List<ClusterClause> clauses, List<ClusterItem> items) {
        Optional<ClusterClause> firstClause = findListedClauseAhead(clauses);
        if (firstClause.isPresent()) {
            ClusterClause clause = firstClause.get();
            do {
                clusterWords.expect(clause.words());
                parseContent(clause, items);
                clauses.remove(clause);
                if (!cursor.accept(TokenKind.COMMA)) {
                    return;
                }
                clause = findListedClauseAhead(clauses).orElseThrow(() -> cursor.expectedError("another clause"));
            } while (true);
        }
    }

    private Optional<ClusterClause> findListedClauseAhead(List<ClusterClause> clauses) {
        return clauses.stream()
                .filter(clause -> clause.isListed() && clusterWords.areAhead(clause.words(), 0))
                .findFirst();
    }

    /** Parses a list of names in parentheses, each followed by the words of its clause. */
    private void parseMarkedNames(ClusterObjectKind kind, List<ClusterItem> items) {
        items.addAll(cursor.readListInParentheses(() -> {
            Name name = cursor.readName();
            ClusterClause clause = kind.clauses().stream()
                    .filter(candidate ->
                            candidate.form() == Form.MARKED_NAMES && clusterWords.areAhead(candidate.words(), 0))
                    .findFirst()
                    .orElseThrow(() -> cursor.expectedError("the role of the column"));
            clusterWords.expect(clause.words());
            return new ClusterItem(ClusterPart.of(clause.name()), renderName(name), name.span());
        }));
    }

    private boolean isClauseAhead(ClusterClause clause) {
        return clause.followsSchedule() ? cursor.isAt(Keyword.SCHEDULE) : clusterWords.areAhead(clause.words(), 0);
    }

    /** Parses {@code SCHEDULE START('2026-01-01') EVERY(INTERVAL 1 DAY)}. */
    private void parseSchedule(ClusterObjectKind kind, List<ClusterItem> items) {
        cursor.expect(Keyword.SCHEDULE);
        for (ClusterClause clause : kind.clauses()) {
            if (clause.followsSchedule() && (clause.isRequired() || clusterWords.areAhead(clause.words(), 0))) {
                clusterWords.expect(clause.words());
                cursor.expect(TokenKind.LEFT_PARENTHESIS);
                parseContent(clause, items);
                cursor.expect(TokenKind.RIGHT_PARENTHESIS);
            }
        }
    }

    /** Parses columns in parentheses, and adds the list of their names as an item in front of them. */
    private void parseColumns(ClusterClause clause, List<ClusterItem> items) {
        int start = cursor.position();
        List<ClusterItem> columnItems = cursor.readListInParentheses(() -> parseColumn(clause));
        items.add(new ClusterItem(
                ClusterPart.of(clause.name()),
                columnItems.stream()
                        .map(column -> renderName(Name.of(column.part().name())))
                        .collect(Collectors.joining(", ")),
                cursor.spanSince(start)));
        items.addAll(columnItems);
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

    /**
     * Parses the clause after ADD COLUMN, MODIFY COLUMN, DROP COLUMN or RENAME COLUMN. The item of a column contains
     * its definition, or its new name, or an empty text if it is dropped. If the clause has a position, an item without
     * a name follows, with the name of the previous column; it is empty for FIRST.
     */
    void parseColumnChange(ClusterClause clause, AlterationEffect effect, List<ClusterItem> items) {
        if (effect == AlterationEffect.ADD && cursor.isAt(TokenKind.LEFT_PARENTHESIS)) {
            items.addAll(cursor.readListInParentheses(() -> parseColumn(clause)));
            return;
        }
        if (effect == AlterationEffect.ADD || effect == AlterationEffect.SET) {
            items.add(parseColumn(clause));
            int start = cursor.position();
            boolean isFirst = cursor.accept(Keyword.FIRST);
            if (isFirst || cursor.accept(Keyword.AFTER)) {
                String previousColumnName = isFirst ? "" : cursor.readName().text();
                items.add(new ClusterItem(ClusterPart.of(clause.name()), previousColumnName, cursor.spanSince(start)));
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

    /**
     * Parses the content that follows the words of a clause, in the form of the clause, and adds its items.
     *
     * @throws IllegalArgumentException if the form is MARKED_NAMES or COLUMNS, which other methods parse
     */
    void parseContent(ClusterClause clause, List<ClusterItem> items) {
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
                        () -> cursor.placeholderResolver().resolveProperty(clause.name(), cursor.readText()));
                items.add(new ClusterItem(
                        ClusterPart.of(clause.name()), JoinedTexts.render(texts), cursor.spanSince(start)));
            }
            case MARKED_NAMES, COLUMNS ->
                throw new IllegalArgumentException("The clause " + clause.name() + " is parsed with others");
            case ELEMENTS ->
                items.addAll(cursor.readListWithOptionalParentheses(() -> {
                    int start = cursor.position();
                    String element = renderExpression(expressionParser.parseExpression());
                    return new ClusterItem(new ClusterPart(clause.name(), element), "", cursor.spanSince(start));
                }));
            case SORT_ITEMS ->
                addTextItem(
                        clause,
                        items,
                        () -> cursor.readListInParentheses(clauseParser::parseSortItem).stream()
                                .map(TableWriter::renderSortItem)
                                .collect(Collectors.joining(", ")));
            case START_TIME ->
                addTextItem(
                        clause,
                        items,
                        () -> cursor.placeholderResolver().resolveProperty(clause.name(), cursor.readText()));
            case INTERVAL -> addTextItem(clause, items, this::parseInterval);
            case STATEMENT ->
                addTextItem(clause, items, () -> {
                    int start = cursor.position();
                    cursor.skipStatement();
                    return cursor.placeholderResolver().resolveNames(cursor.textSince(start));
                });
            case NAMES ->
                addTextItem(
                        clause,
                        items,
                        () -> String.join(", ", cursor.readListInParentheses(() -> renderName(cursor.readName()))));
            case ASSIGNMENTS ->
                addTextItem(
                        clause, items, () -> String.join(", ", cursor.readListInParentheses(this::parseAssignment)));
            case EXPRESSION -> addTextItem(clause, items, this::parseExpressionText);
            case TYPE ->
                addTextItem(
                        clause,
                        items,
                        () -> OverloadedName.renderType(
                                expressionParser.typeParser().parseType()));
            case ATTACHMENT ->
                addTextItem(clause, items, () -> {
                    String text = cursor.tokenText();
                    cursor.expect(TokenKind.ATTACHMENT);
                    return text;
                });
        }
    }

    /** Adds an item with the text that the parser returns, and the span of what it reads. */
    private void addTextItem(ClusterClause clause, List<ClusterItem> items, Supplier<String> textParser) {
        int start = cursor.position();
        String text = textParser.get();
        items.add(new ClusterItem(ClusterPart.of(clause.name()), text, cursor.spanSince(start)));
    }

    private void parseProperties(ClusterClause clause, List<ClusterItem> items) {
        for (Property property : clauseParser.parsePropertyList()) {
            items.add(new ClusterItem(
                    new ClusterPart(clause.name(), property.name()), property.value(), property.span()));
        }
    }

    /** Parses {@code name = 'value'} as often as it follows, without words, parentheses or commas. */
    private void parseBareProperties(ClusterClause clause, List<ClusterItem> items) {
        while (cursor.kind(1) == TokenKind.EQUAL) {
            int start = cursor.position();
            String property = cursor.readAnyName().text();
            cursor.expect(TokenKind.EQUAL);
            String value = cursor.placeholderResolver().resolveProperty(property, cursor.readText());
            items.add(new ClusterItem(new ClusterPart(clause.name(), property), value, cursor.spanSince(start)));
        }
    }

    /** Parses {@code INTERVAL 1 DAY}, and returns {@code 1 DAY}. */
    private String parseInterval() {
        cursor.expect(Keyword.INTERVAL);
        Expression.Interval interval = expressionParser.primaryParser().parseIntervalAfterWord();
        return renderExpression(interval.amount()) + " " + interval.unit().toUpperCase(Locale.ROOT);
    }

    /** Parses {@code v} or {@code v = raw + 1}, and returns its normalized text. */
    String parseAssignment() {
        String name = renderName(cursor.readName());
        return cursor.accept(TokenKind.EQUAL) ? name + " = " + parseExpressionText() : name;
    }

    private String parseExpressionText() {
        return renderExpression(expressionParser.parseExpression());
    }

    /** Parses {@code user = 'etl'} or {@code query_type IN ('select', 'insert')}, and returns its normalized text. */
    private String parseCondition() {
        String attribute = cursor.readName().text();
        if (cursor.accept(Keyword.IN)) {
            List<String> values = cursor.readListInParentheses(cursor::readText);
            return attribute + " IN (" + JoinedTexts.render(values) + ")";
        }
        cursor.expect(TokenKind.EQUAL);
        return attribute + " = "
                + JoinedTexts.render(
                        List.of(cursor.placeholderResolver().resolveProperty(attribute, cursor.readText())));
    }

    private static String renderExpression(Expression expression) {
        SqlTextBuilder out = new SqlTextBuilder(StatementForm.WRITTEN);
        return new QueryWriter(out).write(expression).toString();
    }

    private static String renderName(Name name) {
        return new SqlTextBuilder(StatementForm.WRITTEN).appendName(name).toString();
    }
}
