package dev.cairn.processor.read.column;

import dev.cairn.annotation.Embedded;
import dev.cairn.annotation.Index;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.ObjectDeclaration.Kind;
import dev.cairn.processor.model.RecordShape;
import dev.cairn.processor.read.annotation.AnnotationPlacementCheck;
import dev.cairn.processor.read.annotation.CairnAnnotations;
import dev.cairn.processor.read.annotation.CompileContext;
import dev.cairn.processor.read.annotation.ComponentField;
import dev.cairn.processor.read.annotation.NullnessReader;
import dev.cairn.processor.read.annotation.ReadAttempts;
import dev.cairn.processor.read.annotation.SqlNameReader;
import dev.cairn.processor.read.annotation.UnreadableDeclarationException;
import dev.cairn.processor.read.annotation.WrittenAnnotation;
import dev.cairn.processor.read.column.RecordColumns.ComponentIndex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/** Reads the components of a record as columns. A record in the sources that is embedded repeatedly is read once. */
public final class RecordColumnsReader {
    private final CompileContext compileContext;
    private final Findings findings;
    private final AnnotationPlacementCheck placementCheck;
    private final NullnessReader nullnessReader;
    private final ColumnReader columnReader;
    private final Map<RecordKey, RecordColumns> columnsByKey = new HashMap<>();
    private final Set<RecordKey> unreadableKeys = new HashSet<>();
    private final Set<TypeElement> typesInProgress = new HashSet<>();

    public RecordColumnsReader(CompileContext compileContext, Findings findings, StructReader structReader) {
        this.compileContext = compileContext;
        this.findings = findings;
        this.placementCheck = new AnnotationPlacementCheck(findings);
        this.nullnessReader = new NullnessReader(compileContext, findings);
        this.columnReader = new ColumnReader(nullnessReader, findings, structReader);
    }

    /**
     * The context on which the columns of a record depend.
     *
     * @param kind the kind of the object that has the columns; null for the result of a query of the application
     * @param packageName the package of the generated code
     */
    public record ColumnsContext(@Nullable Kind kind, String packageName) {}

    private record RecordKey(TypeElement type, ColumnsContext context) {}

    /** The columns, indexes and components that have been read up to a component. */
    private record CollectedColumns(
            List<DeclaredColumn> columns, List<ComponentIndex> indexes, List<RecordShape.ShapeComponent> components) {}

    /**
     * Reads a record. Findings about records without source are reported at {@code fallbackPlace}.
     *
     * @throws UnreadableDeclarationException if a component can't be read, or if the record does not have components
     */
    public RecordColumns read(TypeElement type, Place fallbackPlace, ColumnsContext context) {
        typesInProgress.add(type);
        try {
            CollectedColumns collectedColumns =
                    new CollectedColumns(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            ReadAttempts readAttempts = new ReadAttempts();
            for (ComponentField component : ComponentField.findAll(type)) {
                readAttempts.run(() -> addComponent(component, fallbackPlace, context, collectedColumns));
            }
            readAttempts.throwIfFailed();
            if (collectedColumns.columns().isEmpty()) {
                throw UnreadableDeclarationException.report(
                        findings,
                        CompileRule.NO_COLUMNS,
                        compileContext.site(type, fallbackPlace).place(),
                        compileContext.toJavaName(type));
            }
            RecordShape shape = new RecordShape(compileContext.toJavaName(type), collectedColumns.components());
            return new RecordColumns(collectedColumns.columns(), collectedColumns.indexes(), shape);
        } finally {
            typesInProgress.remove(type);
        }
    }

    private void addComponent(
            ComponentField component, Place fallbackPlace, ColumnsContext context, CollectedColumns collectedColumns) {
        CairnAnnotations annotations =
                CairnAnnotations.ofComponent(compileContext.site(component.field(), fallbackPlace));
        WrittenAnnotation embeddedAnnotation = annotations.findFirst(Embedded.class);
        if (embeddedAnnotation != null) {
            placementCheck.checkEmbedded(annotations);
            requireNotNullable(component, annotations);
            addEmbeddedColumns(component, embeddedAnnotation, annotations.site().place(), context, collectedColumns);
            return;
        }
        if (context.kind() != null) {
            placementCheck.checkColumn(annotations, context.kind());
        }
        DeclaredColumn column = columnReader.readColumn(component, annotations, context);
        for (WrittenAnnotation indexAnnotation : annotations.findAll(Index.class)) {
            collectedColumns.indexes().add(new ComponentIndex(indexAnnotation, "", column.name()));
        }
        collectedColumns
                .components()
                .add(new RecordShape.Leaf(
                        component.name(), collectedColumns.columns().size()));
        collectedColumns.columns().add(column);
    }

    /** Refuses a nullable embedded record, because no column could store that it is null. */
    private void requireNotNullable(ComponentField component, CairnAnnotations annotations) {
        if (nullnessReader.isNullable(component, annotations.site())) {
            throw UnreadableDeclarationException.report(
                    findings, CompileRule.CONTRADICTION, annotations.place("Embedded"), "@Embedded", "@Nullable");
        }
    }

    private void addEmbeddedColumns(
            ComponentField component,
            WrittenAnnotation embeddedAnnotation,
            Place place,
            ColumnsContext context,
            CollectedColumns collectedColumns) {
        TypeElement type = requireEmbeddable(component, place, context.packageName());
        WrittenAnnotation.Text prefixText = embeddedAnnotation.findText("prefix");
        if (prefixText != null) {
            new SqlNameReader(findings).readName(prefixText);
        }
        RecordColumns embeddedColumns = readEmbedded(type, component, place, context)
                .toEmbeddedColumns(
                        prefixText == null ? "" : prefixText.text(),
                        collectedColumns.columns().size());
        if (collectedColumns.columns().size() + embeddedColumns.columns().size() > StructReader.MAX_FIELD_COUNT) {
            throw UnreadableDeclarationException.report(
                    findings,
                    CompileRule.TYPE_TOO_LARGE,
                    place,
                    component.name(),
                    compileContext.toJavaName(type),
                    StructReader.MAX_FIELD_COUNT);
        }
        collectedColumns.columns().addAll(embeddedColumns.columns());
        collectedColumns.indexes().addAll(embeddedColumns.indexes());
        collectedColumns.components().add(new RecordShape.Group(component.name(), embeddedColumns.shape()));
    }

    /** Requires that the type of a component is a record that can be embedded, and returns the record. */
    private TypeElement requireEmbeddable(ComponentField component, Place place, String packageName) {
        TypeMirror typeMirror = component.field().asType();
        if (typeMirror.getKind() == TypeKind.ERROR) {
            throw UnreadableDeclarationException.ofMissingType(typeMirror.toString(), place);
        }
        Element element = typeMirror instanceof DeclaredType declaredType ? declaredType.asElement() : null;
        if (!(element instanceof TypeElement type)
                || !CompileContext.isRecord(type)
                || !type.getTypeParameters().isEmpty()) {
            throw UnreadableDeclarationException.report(findings, CompileRule.NOT_EMBEDDABLE, place, component.name());
        }
        if (!compileContext.isVisible(type, packageName)) {
            throw UnreadableDeclarationException.report(
                    findings, CompileRule.HIDDEN_TYPE, place, component.name(), compileContext.toJavaName(type));
        }
        return type;
    }

    private RecordColumns readEmbedded(
            TypeElement type, ComponentField component, Place place, ColumnsContext context) {
        RecordKey recordKey = new RecordKey(type, context);
        RecordColumns cachedColumns = columnsByKey.get(recordKey);
        if (cachedColumns != null) {
            return cachedColumns;
        }
        if (unreadableKeys.contains(recordKey)) {
            throw UnreadableDeclarationException.ofReported();
        }
        if (typesInProgress.contains(type)) {
            throw UnreadableDeclarationException.report(
                    findings, CompileRule.RECURSIVE_RECORD, place, component.name(), compileContext.toJavaName(type));
        }
        try {
            RecordColumns columns = read(type, place, context);
            // The places of a record without source depend on the component that embeds it.
            if (compileContext.hasSource(type)) {
                columnsByKey.put(recordKey, columns);
            }
            return columns;
        } catch (UnreadableDeclarationException failure) {
            if (!failure.isDeferrable()) {
                unreadableKeys.add(recordKey);
            }
            throw failure;
        }
    }
}
