package dev.cairn.processor.read;

import dev.cairn.annotation.PartitionBy;
import dev.cairn.annotation.PartitionByList;
import dev.cairn.annotation.PartitionByRange;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.Place;
import dev.cairn.processor.read.written.Annotations;
import dev.cairn.processor.read.written.FragmentReader;
import dev.cairn.processor.read.written.WrittenAnnotation;
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

/** PARTITION BY. */
final class PartitioningReader {
    private static final List<Class<? extends Annotation>> PARTITIONINGS =
            List.of(PartitionBy.class, PartitionByRange.class, PartitionByList.class);

    private final ClauseReader clauses;
    private final Findings findings;
    private final FragmentReader fragments;
    private final Set<String> columns;

    /** The columns are in lower case: a text that is the name of one means it, whatever else it could mean. */
    PartitioningReader(ClauseReader clauses, Findings findings, Set<String> columns) {
        this.clauses = clauses;
        this.findings = findings;
        this.fragments = new FragmentReader(findings);
        this.columns = columns;
    }

    /** Whether there is an annotation that partitions. */
    static boolean isSaid(Annotations said) {
        return PARTITIONINGS.stream().anyMatch(said::has);
    }

    /** Null also where it can't be read, which was reported. */
    @Nullable
    PartitionClause ofTable() {
        WrittenAnnotation said = clauses.only(PARTITIONINGS);
        if (said == null) {
            return null;
        }
        Span span = said.place().span();
        return switch (said.name()) {
            case "PartitionByRange" -> range(said, span);
            case "PartitionByList" ->
                new PartitionClause.InList(
                        clauses.someNames(said, "value"),
                        true,
                        said.says("partitions"),
                        partitions(said, part(said)),
                        span);
            default -> by(said, span);
        };
    }

    /** For what is wrong with the partitions, where there will be no statement. */
    void lookAtPartitions() {
        WrittenAnnotation said = clauses.only(PARTITIONINGS);
        if (said != null) {
            partitions(said, part(said));
        }
    }

    /** How one partition is written. */
    private static Function<SqlFragment, PartitionDefinition> part(WrittenAnnotation said) {
        return said.name().equals(PartitionByList.class.getSimpleName())
                ? SqlFragment::listPartition
                : SqlFragment::rangePartition;
    }

    /** The expressions behind PARTITION BY of a materialized view. */
    List<Expression> ofMaterializedView() {
        WrittenAnnotation said = clauses.only(PARTITIONINGS);
        if (said == null) {
            return List.of();
        }
        if (said.says("partitions")) {
            findings.add(
                    FindingCode.MEANINGLESS_VALUE, said.place("partitions"), "partitions", "of a materialized view");
        }
        clauses.requireSome(said, "value");
        return items(said, SqlFragment::materializedPartitionItem);
    }

    /** Null if a part can't be read: then the partitioning of the table is unknown. */
    private @Nullable PartitionClause range(WrittenAnnotation said, Span span) {
        clauses.requireSome(said, "value");
        List<WrittenAnnotation.Text> values = said.texts("value");
        List<Expression> by = values.size() == 1
                ? items(said, SqlFragment::rangeExpression)
                : clauses.names(said, "value").stream()
                        .map(ClauseReader::reference)
                        .toList();
        List<PartitionDefinition> partitions = partitions(said, part(said));
        return by.size() < values.size() ? null : new PartitionClause.Range(by, partitions, span);
    }

    /** Columns alone stand in parentheses, expressions don't: 3.5 takes none around them. */
    private @Nullable PartitionClause by(WrittenAnnotation said, Span span) {
        clauses.requireSome(said, "value");
        List<Expression> items = items(said, SqlFragment::partitionItem);
        if (items.size() < said.texts("value").size()) {
            return null;
        }
        List<Name> names = new ArrayList<>();
        for (Expression item : items) {
            if (item instanceof Expression.Reference reference) {
                names.add(reference.name().last());
            }
        }
        boolean explicit = said.says("partitions");
        if (names.size() == items.size() && !explicit) {
            return new PartitionClause.InList(names, false, false, List.of(), span);
        }
        List<PartitionDefinition> partitions = partitions(said, part(said));
        if (explicit && (items.size() != 1 || !names.isEmpty())) {
            findings.add(
                    FindingCode.MEANINGLESS_VALUE,
                    said.place("partitions"),
                    "partitions",
                    "unless there is one expression");
            return new PartitionClause.By(items, false, false, List.of(), span);
        }
        return new PartitionClause.By(items, false, explicit, partitions, span);
    }

    private List<Expression> items(WrittenAnnotation said, Function<SqlFragment, Expression> part) {
        List<Expression> items = new ArrayList<>();
        for (WrittenAnnotation.Text text : said.texts("value")) {
            Expression item = columns.contains(text.text().toLowerCase(Locale.ROOT))
                    ? ClauseReader.reference(
                            new Name(text.text(), true, text.place().span()))
                    : fragments.read(text, part);
            if (item != null) {
                items.add(item);
            }
        }
        return items;
    }

    private List<PartitionDefinition> partitions(
            WrittenAnnotation said, Function<SqlFragment, PartitionDefinition> part) {
        List<PartitionDefinition> partitions = new ArrayList<>();
        for (WrittenAnnotation partition : said.annotations("partitions")) {
            PartitionDefinition read = partition(partition, part);
            if (read != null) {
                partitions.add(read);
            }
        }
        return partitions;
    }

    private @Nullable PartitionDefinition partition(
            WrittenAnnotation said, Function<SqlFragment, PartitionDefinition> part) {
        WrittenAnnotation.Text batch = said.text("batch");
        WrittenAnnotation.Text name = said.text("name");
        WrittenAnnotation.Text values = said.text("values");
        if (batch != null) {
            for (String other : List.of("name", "values", "properties")) {
                if (said.says(other)) {
                    findings.add(FindingCode.CONTRADICTION, said.place(other), "batch", other);
                }
            }
            return fragments.read(batch, part);
        }
        if (name == null || values == null) {
            findings.add(FindingCode.INCOMPLETE, said.place(), "@Partition", "a name and values, or a batch");
            return null;
        }
        return named(name, values, clauses.properties(said.annotations("properties")), part);
    }

    /** The values are read with the words that stand before them in SQL, which an error then shows too. */
    private @Nullable PartitionDefinition named(
            WrittenAnnotation.Text name,
            WrittenAnnotation.Text values,
            List<Property> properties,
            Function<SqlFragment, PartitionDefinition> part) {
        if (name.text().indexOf('`') >= 0) {
            findings.add(FindingCode.BACKQUOTE, name.place(), name.text());
            return null;
        }
        String text = "PARTITION `" + name.text() + "` VALUES " + values.text();
        PartitionDefinition read =
                fragments.read(new WrittenAnnotation.Text(text, values.place()), values.text(), part);
        return read == null ? null : with(properties, name(name.text(), name.place()), read);
    }

    private static Name name(String text, Place place) {
        return new Name(text, true, place.span());
    }

    private static PartitionDefinition with(List<Property> properties, Name name, PartitionDefinition partition) {
        if (partition instanceof PartitionDefinition.LessThan less) {
            return new PartitionDefinition.LessThan(
                    false, name, less.values(), less.maximum(), properties, less.span());
        }
        if (partition instanceof PartitionDefinition.Fixed fixed) {
            return new PartitionDefinition.Fixed(false, name, fixed.lower(), fixed.upper(), properties, fixed.span());
        }
        PartitionDefinition.In in = (PartitionDefinition.In) partition;
        return new PartitionDefinition.In(false, name, in.values(), in.rows(), properties, in.span());
    }
}
