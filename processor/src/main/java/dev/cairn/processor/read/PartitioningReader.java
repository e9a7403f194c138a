package dev.cairn.processor.read;

import dev.cairn.annotation.PartitionBy;
import dev.cairn.annotation.PartitionByList;
import dev.cairn.annotation.PartitionByRange;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.read.annotation.CairnAnnotations;
import dev.cairn.processor.read.annotation.FragmentReader;
import dev.cairn.processor.read.annotation.WrittenAnnotation;
import dev.cairn.sql.SqlFragment;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionClause;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the partitioning of tables and materialized views from the annotations of a record. Bounds and expressions are
 * parsed one by one, so that a syntax error has the place of its element.
 */
final class PartitioningReader {
    static final List<Class<? extends Annotation>> PARTITIONING_ANNOTATIONS =
            List.of(PartitionBy.class, PartitionByRange.class, PartitionByList.class);

    private final ClauseReader clauseReader;
    private final Findings findings;
    private final FragmentReader fragmentReader;
    private final Set<String> columnNames;

    /**
     * @param columnNames the names of all columns in lower case; a text that equals one of these names refers to the
     *     column
     */
    PartitioningReader(ClauseReader clauseReader, Findings findings, Set<String> columnNames) {
        this.clauseReader = clauseReader;
        this.findings = findings;
        this.fragmentReader = new FragmentReader(findings);
        this.columnNames = columnNames;
    }

    /** Returns whether the record has an annotation for partitions. */
    static boolean declaresPartitioning(CairnAnnotations annotations) {
        return PARTITIONING_ANNOTATIONS.stream().anyMatch(annotations::hasAnnotation);
    }

    /** Returns the partitioning; null if the record does not declare it, or if it is invalid, which is reported. */
    @Nullable
    PartitionClause readTablePartitioning() {
        WrittenAnnotation annotation = clauseReader.findExclusiveAnnotation(PARTITIONING_ANNOTATIONS);
        if (annotation == null) {
            return null;
        }
        Span span = annotation.place().span();
        return switch (annotation.name()) {
            case "PartitionByRange" -> readRange(annotation, span);
            case "PartitionByList" ->
                new PartitionClause.ListPartitioning(
                        clauseReader.readRequiredNames(annotation, "value"),
                        true,
                        annotation.hasAttribute("partitions"),
                        readPartitions(annotation, choosePartitionParser(annotation)),
                        span);
            default -> readPartitionBy(annotation, span);
        };
    }

    /** Reads the partitions only to report their problems, for a table whose statement can't be created. */
    void checkPartitions() {
        WrittenAnnotation annotation = clauseReader.findExclusiveAnnotation(PARTITIONING_ANNOTATIONS);
        if (annotation != null) {
            readPartitions(annotation, choosePartitionParser(annotation));
        }
    }

    /** Returns the parser of one partition. */
    private static Function<SqlFragment, PartitionDefinition> choosePartitionParser(WrittenAnnotation annotation) {
        return annotation.name().equals(PartitionByList.class.getSimpleName())
                ? SqlFragment::parseListPartition
                : SqlFragment::parseRangePartition;
    }

    /** Returns the expressions of PARTITION BY of a materialized view, except invalid ones, which are reported. */
    List<Expression> readMaterializedViewPartitioning() {
        WrittenAnnotation annotation = clauseReader.findExclusiveAnnotation(PARTITIONING_ANNOTATIONS);
        if (annotation == null) {
            return List.of();
        }
        if (annotation.hasAttribute("partitions")) {
            findings.add(
                    CompileRule.MEANINGLESS_VALUE,
                    annotation.place("partitions"),
                    "partitions",
                    "in a materialized view");
        }
        clauseReader.requireNames(annotation, "value");
        return readItems(annotation, SqlFragment::parseMaterializedViewPartitionItem);
    }

    /**
     * Reads a partitioning by ranges; null if a part can't be read, so that the partitioning of the table is unknown.
     */
    private @Nullable PartitionClause readRange(WrittenAnnotation annotation, Span span) {
        clauseReader.requireNames(annotation, "value");
        List<WrittenAnnotation.Text> values = annotation.texts("value");
        List<Expression> expressions = values.size() == 1
                ? readItems(annotation, SqlFragment::parseRangeExpression)
                : clauseReader.readNames(annotation, "value").stream()
                        .map(ClauseReader::createReference)
                        .toList();
        List<PartitionDefinition> partitions = readPartitions(annotation, choosePartitionParser(annotation));
        return expressions.size() < values.size()
                ? null
                : new PartitionClause.RangePartitioning(expressions, partitions, span);
    }

    /**
     * Reads a partitioning by columns or expressions. Columns are enclosed in parentheses, but expressions are not,
     * because servers of version 3.5 do not accept parentheses around expressions. A single expression keeps the
     * parentheses in which the user has enclosed it.
     */
    private @Nullable PartitionClause readPartitionBy(WrittenAnnotation annotation, Span span) {
        clauseReader.requireNames(annotation, "value");
        List<WrittenAnnotation.Text> values = annotation.texts("value");
        boolean isParenthesized = values.size() == 1 && values.get(0).text().startsWith("(");
        List<Expression> items = readItems(
                annotation,
                isParenthesized ? SqlFragment::parseParenthesizedPartitionItem : SqlFragment::parsePartitionItem);
        if (items.size() < values.size()) {
            return null;
        }
        List<Name> itemNames = new ArrayList<>();
        for (Expression item : items) {
            if (item instanceof Expression.Reference reference) {
                itemNames.add(reference.name().lastPart());
            }
        }
        boolean hasPartitions = annotation.hasAttribute("partitions");
        if (itemNames.size() == items.size() && !hasPartitions) {
            return new PartitionClause.ListPartitioning(itemNames, false, false, List.of(), span);
        }
        List<PartitionDefinition> partitions = readPartitions(annotation, choosePartitionParser(annotation));
        if (hasPartitions && (items.size() != 1 || !itemNames.isEmpty() || isParenthesized)) {
            findings.add(
                    CompileRule.MEANINGLESS_VALUE,
                    annotation.place("partitions"),
                    "partitions",
                    "unless value is exactly one expression without parentheses");
            return new PartitionClause.ExpressionPartitioning(items, isParenthesized, false, List.of(), span);
        }
        return new PartitionClause.ExpressionPartitioning(items, isParenthesized, hasPartitions, partitions, span);
    }

    /** Reads columns and expressions, except invalid expressions, which are reported. */
    private List<Expression> readItems(WrittenAnnotation annotation, Function<SqlFragment, Expression> parser) {
        List<Expression> items = new ArrayList<>();
        for (WrittenAnnotation.Text text : annotation.texts("value")) {
            Expression item = columnNames.contains(text.text().toLowerCase(Locale.ROOT))
                    ? ClauseReader.createReference(
                            Name.of(text.text(), text.place().span()))
                    : fragmentReader.read(text, parser);
            if (item != null) {
                items.add(item);
            }
        }
        return items;
    }

    private List<PartitionDefinition> readPartitions(
            WrittenAnnotation annotation, Function<SqlFragment, PartitionDefinition> parser) {
        List<PartitionDefinition> partitions = new ArrayList<>();
        for (WrittenAnnotation partitionAnnotation : annotation.annotations("partitions")) {
            PartitionDefinition definition = readPartition(partitionAnnotation, parser);
            if (definition != null) {
                partitions.add(definition);
            }
        }
        return partitions;
    }

    /** Reads a partition with a name, or a batch of partitions; null if it is invalid, which is reported. */
    private @Nullable PartitionDefinition readPartition(
            WrittenAnnotation annotation, Function<SqlFragment, PartitionDefinition> parser) {
        WrittenAnnotation.Text batchText = annotation.findText("batch");
        WrittenAnnotation.Text nameText = annotation.findText("name");
        WrittenAnnotation.Text valuesText = annotation.findText("values");
        if (batchText != null) {
            for (String attributeName : List.of("name", "values", "properties")) {
                if (annotation.hasAttribute(attributeName)) {
                    findings.add(CompileRule.CONTRADICTION, annotation.place(attributeName), "batch", attributeName);
                }
            }
            return fragmentReader.read(batchText, parser);
        }
        if (nameText == null || valuesText == null) {
            findings.add(CompileRule.INCOMPLETE, annotation.place(), "@Partition", "a name and values, or a batch");
            return null;
        }
        return readNamedPartition(
                nameText, valuesText, clauseReader.readProperties(annotation.annotations("properties")), parser);
    }

    /**
     * Reads a partition with a name. The values are parsed together with the keywords before them, so that the excerpt
     * of an error shows both.
     */
    private @Nullable PartitionDefinition readNamedPartition(
            WrittenAnnotation.Text nameText,
            WrittenAnnotation.Text valuesText,
            List<Property> properties,
            Function<SqlFragment, PartitionDefinition> parser) {
        if (nameText.text().indexOf('`') >= 0) {
            findings.add(CompileRule.BACKQUOTE, nameText.place(), nameText.text());
            return null;
        }
        String definitionText = "PARTITION `" + nameText.text() + "` VALUES " + valuesText.text();
        PartitionDefinition definition = fragmentReader.read(
                new WrittenAnnotation.Text(definitionText, valuesText.place()), valuesText.text(), parser);
        return definition == null
                ? null
                : definition
                        .withName(Name.of(nameText.text(), nameText.place().span()))
                        .withProperties(properties);
    }
}
