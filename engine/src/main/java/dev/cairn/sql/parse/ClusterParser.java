package dev.cairn.sql.parse;

import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.ClusterStatement.ClusterChange;
import dev.cairn.sql.ast.ClusterStatement.ClusterItem;
import dev.cairn.sql.ast.ExistingObjectPolicy;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.cluster.ClusterAlteration;
import dev.cairn.sql.cluster.ClusterAlteration.AlterationEffect;
import dev.cairn.sql.cluster.ClusterClause;
import dev.cairn.sql.cluster.ClusterClause.Form;
import dev.cairn.sql.cluster.ClusterObjectKind;
import dev.cairn.sql.cluster.ClusterObjectKind.Feature;
import dev.cairn.sql.cluster.ClusterPart;
import dev.cairn.sql.query.ExpressionParser;
import dev.cairn.sql.query.TypeParser;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.token.TokenKind;
import dev.cairn.sql.write.OverloadedName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Parses statements about the objects of a cluster, by the grammar of each {@link ClusterObjectKind}. No method here
 * knows a particular kind, so a new kind needs no code here. Statements in a notation that Cairn keeps as text are left
 * to {@link OpaqueStatementParser}, so clauses that only a newer server knows do not cause an error.
 */
final class ClusterParser {
    private final Cursor cursor;
    private final ExpressionParser expressionParser;
    private final ClusterWords clusterWords;
    private final ClusterClauseParser clauseParser;

    ClusterParser(Cursor cursor, ExpressionParser expressionParser) {
        this.cursor = cursor;
        this.expressionParser = expressionParser;
        this.clusterWords = new ClusterWords(cursor);
        this.clauseParser = new ClusterClauseParser(cursor, expressionParser);
    }

    /** Parses a statement about an object of a kind; returns null for a notation that Cairn keeps as text. */
    private @Nullable Statement parseIfSupported(ClusterObjectKind kind, Supplier<Statement> statementParser) {
        return kind.hasFeature(Feature.HAS_OPAQUE_FORMS) ? cursor.parseOrReset(statementParser) : statementParser.get();
    }

    /**
     * Parses CREATE or SUBMIT of a cluster object. For any other object, and for a form that Cairn keeps as text, it
     * returns null and does not move the cursor.
     */
    @Nullable
    Statement parseCreate(int start) {
        for (ClusterObjectKind kind : ClusterObjectKind.values()) {
            boolean startsWithOrReplace =
                    kind.hasFeature(Feature.OR_REPLACE_BEFORE_KIND) && clusterWords.areAhead("OR REPLACE", 1);
            for (Map.Entry<String, String> variantEntry :
                    kind.createWordsByVariant().entrySet()) {
                if (clusterWords.areAhead(kind.createVerb(), 0)
                        && clusterWords.areAhead(variantEntry.getValue(), startsWithOrReplace ? 3 : 1)) {
                    return isScheduleAhead(kind)
                            ? parseCreateOf(kind, variantEntry.getKey(), start)
                            : parseIfSupported(kind, () -> parseCreateOf(kind, variantEntry.getKey(), start));
                }
            }
        }
        return null;
    }

    /**
     * Returns whether SCHEDULE follows before AS. Such a statement is never kept as text, so its errors are reported.
     */
    private boolean isScheduleAhead(ClusterObjectKind kind) {
        if (kind.clauses().stream().noneMatch(ClusterClause::followsSchedule)) {
            return false;
        }
        int nameDistance = 1 + ClusterWords.countWords(kind.createWords());
        for (int distance = nameDistance + 1; !cursor.isEndAhead(distance); distance++) {
            Keyword keyword = cursor.keyword(distance);
            if (keyword == Keyword.SCHEDULE || keyword == Keyword.AS) {
                return keyword == Keyword.SCHEDULE;
            }
        }
        return false;
    }

    private Statement parseCreateOf(ClusterObjectKind kind, String variant, int start) {
        cursor.advance();
        boolean hasOrReplace = cursor.acceptThenExpect(Keyword.OR, Keyword.REPLACE);
        int variantStart = cursor.position();
        clusterWords.expect(kind.createWords(variant));
        Span variantSpan = cursor.spanSince(variantStart);
        ExistingObjectPolicy onExistingObject =
                kind.hasFeature(Feature.IF_NOT_EXISTS_AND_IF_EXISTS) && cursor.acceptIfNotExists()
                        ? ExistingObjectPolicy.KEEP
                        : ExistingObjectPolicy.REFUSE;
        if (hasOrReplace && onExistingObject == ExistingObjectPolicy.KEEP) {
            throw cursor.expectedError("either OR REPLACE or IF NOT EXISTS");
        }
        boolean allowsOrReplaceAfterKind =
                kind.hasFeature(Feature.REPLACEABLE) && !kind.hasFeature(Feature.OR_REPLACE_BEFORE_KIND);
        if (hasOrReplace || (allowsOrReplaceAfterKind && cursor.acceptThenExpect(Keyword.OR, Keyword.REPLACE))) {
            onExistingObject = ExistingObjectPolicy.REPLACE;
        }
        QualifiedName name = parseName(kind);
        List<ClusterItem> items = new ArrayList<>();
        if (!variant.isEmpty()) {
            items.add(new ClusterItem(
                    ClusterPart.of(kind.findVariantClause().orElseThrow().name()), variant, variantSpan));
        }
        clauseParser.parseClauses(kind, items);
        // The order of listed clauses, and of marked names of different clauses, does not matter.
        items.sort(Comparator.comparing(
                item -> kind.clauses().indexOf(kind.requireClause(item.part().clause()))));
        return new ClusterStatement.CreateClusterObject(kind, name, onExistingObject, items, cursor.spanSince(start));
    }

    /**
     * Parses ALTER of a cluster object. For any other object, and for a form that Cairn keeps as text, it returns null
     * and does not move the cursor.
     */
    @Nullable
    Statement parseAlter(int start) {
        for (ClusterObjectKind kind : ClusterObjectKind.values()) {
            int alterationDistance = 2 + ClusterWords.countWords(kind.changeWords());
            boolean canBeParsedOrKept = kind.hasFeature(Feature.HAS_OPAQUE_FORMS)
                    || findAlteration(kind, alterationDistance).isPresent();
            if (clusterWords.areAhead(kind.changeWords(), 1) && canBeParsedOrKept) {
                return parseIfSupported(kind, () -> {
                    cursor.advance();
                    clusterWords.expect(kind.changeWords());
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
            clusterWords.expect(alteration.words());
            List<ClusterItem> items = new ArrayList<>();
            ClusterClause clause = kind.requireClause(alteration.clause());
            if (clause.form() == Form.COLUMNS) {
                clauseParser.parseColumnChange(clause, alteration.effect(), items);
            } else if (alteration.effect() != AlterationEffect.CLEAR) {
                clauseParser.parseContent(clause, items);
            }
            changes.add(new ClusterChange(alteration, items));
        } while (acceptNextChange(kind));
        return new ClusterStatement.AlterClusterObject(kind, name, changes, cursor.spanSince(start));
    }

    /**
     * Returns whether another change follows, and skips the comma before it. The comma may be optional for the kind.
     */
    private boolean acceptNextChange(ClusterObjectKind kind) {
        return (kind.hasFeature(Feature.COMMA_SEPARATED_CHANGES) && cursor.accept(TokenKind.COMMA))
                || (kind.hasFeature(Feature.JUXTAPOSED_CHANGES)
                        && (cursor.accept(TokenKind.COMMA) || !cursor.isAtStatementEnd()));
    }

    private Optional<ClusterAlteration> findAlteration(ClusterObjectKind kind, int distance) {
        return kind.alterations().stream()
                .filter(alteration -> clusterWords.areAhead(alteration.words(), distance))
                .findFirst();
    }

    /**
     * Parses DROP or STOP of a cluster object. For any other object, and for a form that Cairn keeps as text, it
     * returns null and does not move the cursor.
     */
    @Nullable
    Statement parseDrop(int start) {
        for (ClusterObjectKind kind : ClusterObjectKind.values()) {
            if (clusterWords.areAhead(kind.dropVerb() + " " + kind.changeWords(), 0)) {
                return parseIfSupported(kind, () -> {
                    cursor.advance();
                    clusterWords.expect(kind.changeWords());
                    boolean allowsIfExists =
                            kind.hasFeature(Feature.IF_NOT_EXISTS_AND_IF_EXISTS) || kind.hasFeature(Feature.IF_EXISTS);
                    boolean ifExists = allowsIfExists && cursor.acceptIfExists();
                    QualifiedName name = parseName(kind);
                    boolean isForced = kind.hasFeature(Feature.FORCED_DROP) && cursor.accept(Keyword.FORCE);
                    return new ClusterStatement.DropClusterObject(
                            kind, name, ifExists, isForced, cursor.spanSince(start));
                });
            }
        }
        return null;
    }

    /**
     * Parses PAUSE or RESUME of a cluster object. For any other object, and for a form that Cairn keeps as text, it
     * returns null and does not move the cursor.
     */
    @Nullable
    Statement parsePauseOrResume(int start) {
        boolean isResume = cursor.keyword() == Keyword.RESUME;
        for (ClusterObjectKind kind : ClusterObjectKind.values()) {
            if (kind.hasFeature(Feature.PAUSABLE) && clusterWords.areAhead(kind.changeWords(), 1)) {
                return parseIfSupported(kind, () -> {
                    cursor.advance();
                    clusterWords.expect(kind.changeWords());
                    return new ClusterStatement.PauseOrResumeClusterObject(
                            kind, parseName(kind), isResume, cursor.spanSince(start));
                });
            }
        }
        return null;
    }

    private QualifiedName parseName(ClusterObjectKind kind) {
        if (kind.isNamedInExternalDatabase()) {
            QualifiedName name = cursor.readQualifiedName();
            if (!name.isExternal() || name.parts().size() > 3) {
                throw cursor.expectedNameError("a name in an external catalog");
            }
            return name;
        }
        if (!kind.hasQualifiedNames()) {
            QualifiedName name = new QualifiedName(
                    List.of(kind.hasFeature(Feature.NAME_AS_TEXT) ? cursor.readNameOrText() : cursor.readName()));
            return kind.hasFeature(Feature.OVERLOADED) ? finishOverloadedName(name) : name;
        }
        QualifiedName name = cursor.readQualifiedName();
        if (name.parts().size() > 2) {
            throw cursor.expectedNameError("a name in a database");
        }
        return kind.hasFeature(Feature.OVERLOADED) ? finishOverloadedName(name) : name;
    }

    /** Parses the types of the arguments after a name, and returns the name with them. */
    private QualifiedName finishOverloadedName(QualifiedName name) {
        TypeParser.ParameterTypes parameterTypes = expressionParser.typeParser().parseParameterTypes();
        Name lastPart = name.lastPart();
        String text = OverloadedName.render(lastPart.text(), parameterTypes.types(), parameterTypes.isVariadic());
        List<Name> parts = new ArrayList<>(name.parts());
        parts.set(parts.size() - 1, new Name(text, lastPart.quote(), lastPart.span()));
        return new QualifiedName(parts);
    }
}
