package dev.cairn.processor.read.annotation;

import dev.cairn.annotation.Aggregate;
import dev.cairn.annotation.AggregateKey;
import dev.cairn.annotation.Allow;
import dev.cairn.annotation.AutoIncrement;
import dev.cairn.annotation.BloomFilter;
import dev.cairn.annotation.Char;
import dev.cairn.annotation.ColocateWith;
import dev.cairn.annotation.Column;
import dev.cairn.annotation.Decimal;
import dev.cairn.annotation.Default;
import dev.cairn.annotation.DistributedByHash;
import dev.cairn.annotation.DistributedByRandom;
import dev.cairn.annotation.DuplicateKey;
import dev.cairn.annotation.Embedded;
import dev.cairn.annotation.Execute;
import dev.cairn.annotation.External;
import dev.cairn.annotation.GeneratedAs;
import dev.cairn.annotation.Index;
import dev.cairn.annotation.Json;
import dev.cairn.annotation.MaterializedView;
import dev.cairn.annotation.NotNull;
import dev.cairn.annotation.OrderBy;
import dev.cairn.annotation.PartitionBy;
import dev.cairn.annotation.PartitionByList;
import dev.cairn.annotation.PartitionByRange;
import dev.cairn.annotation.PrimaryKey;
import dev.cairn.annotation.Property;
import dev.cairn.annotation.Queries;
import dev.cairn.annotation.Query;
import dev.cairn.annotation.Refresh;
import dev.cairn.annotation.RenamedFrom;
import dev.cairn.annotation.Rollup;
import dev.cairn.annotation.Schema;
import dev.cairn.annotation.Seed;
import dev.cairn.annotation.SnapshotTable;
import dev.cairn.annotation.SqlType;
import dev.cairn.annotation.StateOf;
import dev.cairn.annotation.Table;
import dev.cairn.annotation.UniqueKey;
import dev.cairn.annotation.Varbinary;
import dev.cairn.annotation.Varchar;
import dev.cairn.annotation.Variant;
import dev.cairn.annotation.View;
import dev.cairn.annotation.access.Grant;
import dev.cairn.annotation.access.GrantedTo;
import dev.cairn.annotation.access.Role;
import dev.cairn.annotation.datatest.Check;
import dev.cairn.annotation.datatest.Fresh;
import dev.cairn.annotation.datatest.References;
import dev.cairn.annotation.datatest.Unique;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.model.ClusterAnnotation;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.ObjectDeclaration.Kind;
import java.lang.annotation.Annotation;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Element;

/**
 * Checks that annotations are at elements where they have an effect. Java's {@code @Target} can't tell the record of a
 * table from any other record, and users would mistake an annotation without effect for a part of the schema.
 */
public record AnnotationPlacementCheck(Findings findings) {
    /** The simple names of the annotations that declare the SQL type of a column. */
    public static final List<String> SQL_TYPE_ANNOTATIONS = Stream.of(
                    Varchar.class, Char.class, Decimal.class, Varbinary.class, Json.class, SqlType.class)
            .map(Class::getSimpleName)
            .toList();

    private static final Set<String> STRUCT_FIELD_ANNOTATIONS = extend(Set.copyOf(SQL_TYPE_ANNOTATIONS), Column.class);
    private static final Set<String> EMBEDDED_COMPONENT_ANNOTATIONS = collectNames(Embedded.class, Allow.class);
    private static final Set<String> EXTERNAL_COLUMN_ANNOTATIONS =
            extend(STRUCT_FIELD_ANNOTATIONS, NotNull.class, StateOf.class, Allow.class);
    private static final Set<String> VIEW_COLUMN_ANNOTATIONS = extend(EXTERNAL_COLUMN_ANNOTATIONS, RenamedFrom.class);
    private static final Set<String> MATERIALIZED_VIEW_COLUMN_ANNOTATIONS =
            extend(VIEW_COLUMN_ANNOTATIONS, Index.class);
    private static final Set<String> TABLE_COLUMN_ANNOTATIONS = extend(
            MATERIALIZED_VIEW_COLUMN_ANNOTATIONS,
            Aggregate.class,
            Default.class,
            AutoIncrement.class,
            GeneratedAs.class);

    private static final Set<String> ROOT_ANNOTATIONS = collectNames(Schema.class, Allow.class);
    private static final Set<String> DATA_TEST_ANNOTATIONS =
            collectNames(Check.class, Unique.class, References.class, Fresh.class);

    /** The annotations that declare cluster objects with the columns of a record. */
    private static final Set<String> CLUSTER_RECORD_ANNOTATIONS = ClusterAnnotation.listAll().stream()
            .filter(annotation -> annotation.kind().findColumnClause().isPresent())
            .map(ClusterAnnotation::annotationName)
            .collect(Collectors.toUnmodifiableSet());

    private static final Set<String> EXTERNAL_ANNOTATIONS = Stream.of(
                    extend(DATA_TEST_ANNOTATIONS, External.class, Allow.class), CLUSTER_RECORD_ANNOTATIONS)
            .flatMap(Set::stream)
            .collect(Collectors.toUnmodifiableSet());
    /**
     * They include {@code @RenamedFrom}, because {@link #checkRecord} reports it on such a table with its own reason.
     */
    private static final Set<String> MANAGED_EXTERNAL_ANNOTATIONS = extend(EXTERNAL_ANNOTATIONS, RenamedFrom.class);

    private static final Set<String> VIEW_ANNOTATIONS =
            extend(DATA_TEST_ANNOTATIONS, View.class, RenamedFrom.class, Allow.class, Property.class, Variant.class);
    private static final Set<String> STORED_OBJECT_ANNOTATIONS = extend(
            DATA_TEST_ANNOTATIONS,
            RenamedFrom.class,
            Allow.class,
            Property.class,
            Variant.class,
            PartitionBy.class,
            DistributedByHash.class,
            DistributedByRandom.class,
            OrderBy.class,
            Index.class,
            BloomFilter.class,
            ColocateWith.class);
    private static final Set<String> MATERIALIZED_VIEW_ANNOTATIONS =
            extend(STORED_OBJECT_ANNOTATIONS, MaterializedView.class, Refresh.class);
    private static final Set<String> TABLE_ANNOTATIONS = extend(
            STORED_OBJECT_ANNOTATIONS,
            Table.class,
            SnapshotTable.class,
            PrimaryKey.class,
            UniqueKey.class,
            AggregateKey.class,
            DuplicateKey.class,
            PartitionByRange.class,
            PartitionByList.class,
            Rollup.class);
    private static final Set<String> SEEDED_TABLE_ANNOTATIONS = extend(TABLE_ANNOTATIONS, Seed.class);

    private static final Set<String> ROLE_ANNOTATIONS =
            collectNames(Role.class, Grant.class, GrantedTo.class, Allow.class);
    /** The annotations that declare cluster objects. */
    public static final Set<String> CLUSTER_OBJECT_ANNOTATIONS = ClusterAnnotation.listAll().stream()
            .map(ClusterAnnotation::annotationName)
            .collect(Collectors.toUnmodifiableSet());

    private static final Set<String> QUERY_INTERFACE_ANNOTATIONS = collectNames(Queries.class, Allow.class);
    private static final Set<String> STATEMENT_ANNOTATIONS = collectNames(Query.class, Execute.class, Allow.class);

    private static final Set<String> ANNOTATIONS_ON_TYPES = Stream.of(
                    ROOT_ANNOTATIONS,
                    ROLE_ANNOTATIONS,
                    CLUSTER_OBJECT_ANNOTATIONS,
                    QUERY_INTERFACE_ANNOTATIONS,
                    EXTERNAL_ANNOTATIONS,
                    VIEW_ANNOTATIONS,
                    MATERIALIZED_VIEW_ANNOTATIONS,
                    SEEDED_TABLE_ANNOTATIONS,
                    Set.of(CairnAnnotations.CONTAINER_NAME))
            .flatMap(Set::stream)
            .collect(Collectors.toUnmodifiableSet());

    /** Returns whether an annotation may be on a type. */
    public static boolean mayBeOnType(String annotationName) {
        return ANNOTATIONS_ON_TYPES.contains(annotationName);
    }

    /** Returns whether one of the annotations declares a cluster object that has the columns of the record. */
    public static boolean declaresClusterRecord(CairnAnnotations annotations) {
        return !Collections.disjoint(annotations.names(), CLUSTER_RECORD_ANNOTATIONS);
    }

    /** Reports the annotations that have no effect on a record that declares an object. */
    public void checkRecord(CairnAnnotations annotations, Kind kind) {
        String annotationName = RenamedFrom.class.getSimpleName();
        if (kind == Kind.EXTERNAL
                && declaresClusterRecord(annotations)
                && annotations.hasAnnotation(RenamedFrom.class)) {
            findings.add(
                    CompileRule.MEANINGLESS,
                    annotations.place(annotationName),
                    annotationName,
                    "an Iceberg table, which keeps its name");
        }
        Set<String> permittedNames = switch (kind) {
            case TABLE -> SEEDED_TABLE_ANNOTATIONS;
            case SNAPSHOT_TABLE -> TABLE_ANNOTATIONS;
            case VIEW -> VIEW_ANNOTATIONS;
            case MATERIALIZED_VIEW -> MATERIALIZED_VIEW_ANNOTATIONS;
            case EXTERNAL -> declaresClusterRecord(annotations) ? MANAGED_EXTERNAL_ANNOTATIONS : EXTERNAL_ANNOTATIONS;
        };
        check(annotations, permittedNames, kind.nameWithArticle());
    }

    public void checkRoot(CairnAnnotations annotations) {
        check(annotations, ROOT_ANNOTATIONS, "the root of a schema");
    }

    public void checkRole(CairnAnnotations annotations) {
        check(annotations, ROLE_ANNOTATIONS, "a role");
    }

    public void checkClusterObject(CairnAnnotations annotations, String declaringAnnotationName) {
        check(
                annotations,
                Set.of(declaringAnnotationName, Allow.class.getSimpleName()),
                "a type with @" + declaringAnnotationName);
    }

    /** Returns whether all annotations may be on a role. */
    public static boolean mayBeOnRole(CairnAnnotations annotations) {
        return ROLE_ANNOTATIONS.containsAll(annotations.names());
    }

    public void checkQueryInterface(CairnAnnotations annotations) {
        check(annotations, QUERY_INTERFACE_ANNOTATIONS, "an interface of queries");
    }

    public void checkStatementMethod(CairnAnnotations annotations) {
        check(annotations, STATEMENT_ANNOTATIONS, "a method with a statement");
    }

    /**
     * Reports the annotations of a method with a statement if the method does not belong to an interface, so that no
     * generated class implements it. A type with {@code @Queries} is reported itself.
     */
    public void checkEnclosingType(CairnAnnotations annotations, Element method) {
        Element enclosingElement = method.getEnclosingElement();
        if (enclosingElement != null
                && !enclosingElement.getKind().isInterface()
                && enclosingElement.getAnnotation(Queries.class) == null) {
            check(annotations, collectNames(Allow.class), "a method of a type that is not an interface");
        }
    }

    public void checkColumn(CairnAnnotations annotations, Kind kind) {
        Set<String> permittedNames = switch (kind) {
            case TABLE, SNAPSHOT_TABLE -> TABLE_COLUMN_ANNOTATIONS;
            case VIEW -> VIEW_COLUMN_ANNOTATIONS;
            case MATERIALIZED_VIEW -> MATERIALIZED_VIEW_COLUMN_ANNOTATIONS;
            // RecordReader reports @RenamedFrom on a column of a table that the schema does not manage.
            case EXTERNAL -> VIEW_COLUMN_ANNOTATIONS;
        };
        check(annotations, permittedNames, "a column of " + kind.nameWithArticle());
    }

    /** Reports the previous names of columns of an external table, unless migrations change the table. */
    public void checkUnmanagedColumns(CairnAnnotations annotations, List<DeclaredColumn> columns) {
        if (!declaresClusterRecord(annotations)) {
            columns.stream()
                    .flatMap(column -> Stream.ofNullable(column.previousName()))
                    .forEach(previousName -> findings.add(
                            CompileRule.MEANINGLESS,
                            previousName.place(),
                            RenamedFrom.class.getSimpleName(),
                            "a column of an external table"));
        }
    }

    public void checkEmbedded(CairnAnnotations annotations) {
        check(
                annotations,
                EMBEDDED_COMPONENT_ANNOTATIONS,
                "a component with @Embedded, whose columns are declared in its record");
    }

    public void checkStructField(CairnAnnotations annotations) {
        String renamedFromName = RenamedFrom.class.getSimpleName();
        check(
                annotations,
                extend(STRUCT_FIELD_ANNOTATIONS, RenamedFrom.class),
                "a field of a STRUCT, which has only a name and a type");
        if (annotations.names().contains(renamedFromName)) {
            findings.add(
                    CompileRule.MEANINGLESS,
                    annotations.place(renamedFromName),
                    renamedFromName,
                    "a field of a STRUCT, which no server can rename (@Column(name = …) keeps the former name)");
        }
    }

    private void check(CairnAnnotations annotations, Set<String> permittedNames, String targetTitle) {
        for (String name : annotations.names()) {
            if (!permittedNames.contains(name)) {
                findings.add(CompileRule.MEANINGLESS, annotations.place(name), name, targetTitle);
            }
        }
    }

    @SafeVarargs
    private static Set<String> collectNames(Class<? extends Annotation>... annotationClasses) {
        Set<String> names = new HashSet<>();
        for (Class<? extends Annotation> annotationClass : annotationClasses) {
            names.add(annotationClass.getSimpleName());
        }
        return Set.copyOf(names);
    }

    @SafeVarargs
    private static Set<String> extend(Set<String> permittedNames, Class<? extends Annotation>... additionalClasses) {
        Set<String> names = new HashSet<>(permittedNames);
        names.addAll(collectNames(additionalClasses));
        return Set.copyOf(names);
    }
}
