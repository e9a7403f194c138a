package dev.cairn.processor.read.column;

import dev.cairn.annotation.Embedded;
import dev.cairn.annotation.Index;
import dev.cairn.processor.model.Code;
import dev.cairn.processor.model.Declaration.Kind;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.Place;
import dev.cairn.processor.model.Shape;
import dev.cairn.processor.read.column.Columns.OwnIndex;
import dev.cairn.processor.read.written.Annotations;
import dev.cairn.processor.read.written.Attempts;
import dev.cairn.processor.read.written.ColumnNames;
import dev.cairn.processor.read.written.Compile;
import dev.cairn.processor.read.written.Component;
import dev.cairn.processor.read.written.Unread;
import dev.cairn.processor.read.written.Vocabulary;
import dev.cairn.processor.read.written.Written;
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

/** The components of a record to columns. A record that is embedded in many is read once. */
public final class ColumnsReader {
    private final Compile compile;
    private final Findings findings;
    private final Vocabulary vocabulary;
    private final ColumnReader columns;
    private final Map<Key, Columns> embedded = new HashMap<>();
    private final Set<Key> unread = new HashSet<>();
    private final Set<TypeElement> around = new HashSet<>();

    public ColumnsReader(Compile compile, Findings findings, StructReader structs) {
        this.compile = compile;
        this.findings = findings;
        this.vocabulary = new Vocabulary(findings);
        this.columns = new ColumnReader(findings, structs);
    }

    /**
     * What the reading of a record depends on besides the record.
     *
     * @param kind of object that the columns are of
     * @param inPackage that of the generated code
     */
    public record Context(Kind kind, String inPackage) {}

    private record Key(TypeElement type, Context context) {}

    /** What was collected up to a component. */
    private record Collected(List<DeclaredColumn> columns, List<OwnIndex> indexes, List<Shape.Part> parts) {}

    /** Findings about a record without source go to the place that brought it in, which for others is not needed. */
    public Columns of(TypeElement type, Place broughtBy, Context context) {
        around.add(type);
        try {
            Collected collected = new Collected(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            Attempts attempts = new Attempts();
            for (Component component : Component.of(type)) {
                attempts.run(() -> component(component, broughtBy, context, collected));
            }
            attempts.end();
            if (collected.columns().isEmpty()) {
                findings.add(Code.NO_COLUMNS, compile.site(type, broughtBy).place(), compile.name(type));
                throw Unread.reported();
            }
            Shape shape = new Shape(compile.name(type), collected.parts());
            return new Columns(collected.columns(), collected.indexes(), shape);
        } finally {
            around.remove(type);
        }
    }

    private void component(Component component, Place broughtBy, Context context, Collected collected) {
        Annotations said = Annotations.ofComponent(compile.site(component.field(), broughtBy));
        Written embedding = said.one(Embedded.class);
        if (embedding != null) {
            vocabulary.checkEmbedded(said);
            embed(component, embedding, said.site().place(), context, collected);
            return;
        }
        vocabulary.checkColumn(said, context.kind());
        DeclaredColumn column = columns.column(component, said, context);
        for (Written index : said.all(Index.class)) {
            collected.indexes().add(new OwnIndex(index, "", column.name()));
        }
        collected
                .parts()
                .add(new Shape.Leaf(component.name(), collected.columns().size()));
        collected.columns().add(column);
    }

    private void embed(Component component, Written embedding, Place place, Context context, Collected collected) {
        TypeElement type = embeddable(component, place, context.inPackage());
        Written.Text prefix = embedding.text("prefix");
        if (prefix != null) {
            new ColumnNames(findings).name(prefix);
        }
        Columns inner = embedded(type, component, place, context)
                .embedded(
                        prefix == null ? "" : prefix.text(), collected.columns().size());
        if (collected.columns().size() + inner.columns().size() > StructReader.MOST_FIELDS) {
            findings.add(Code.TYPE_TOO_LARGE, place, component.name(), compile.name(type), StructReader.MOST_FIELDS);
            throw Unread.reported();
        }
        collected.columns().addAll(inner.columns());
        collected.indexes().addAll(inner.indexes());
        collected.parts().add(new Shape.Group(component.name(), inner.shape()));
    }

    private TypeElement embeddable(Component component, Place place, String inPackage) {
        TypeMirror mirror = component.field().asType();
        if (mirror.getKind() == TypeKind.ERROR) {
            throw Unread.missing(mirror.toString(), place);
        }
        Element element = mirror instanceof DeclaredType declared ? declared.asElement() : null;
        if (!(element instanceof TypeElement type)
                || !Compile.isRecord(type)
                || !type.getTypeParameters().isEmpty()) {
            findings.add(Code.NOT_EMBEDDABLE, place, component.name());
            throw Unread.reported();
        }
        if (!compile.isVisible(type, inPackage)) {
            findings.add(Code.HIDDEN_TYPE, place, component.name(), compile.name(type));
            throw Unread.reported();
        }
        return type;
    }

    private Columns embedded(TypeElement type, Component component, Place place, Context context) {
        Key key = new Key(type, context);
        Columns known = embedded.get(key);
        if (known != null) {
            return known;
        }
        if (unread.contains(key)) {
            throw Unread.reported();
        }
        if (around.contains(type)) {
            findings.add(Code.RECURSIVE, place, component.name(), compile.name(type));
            throw Unread.reported();
        }
        try {
            Columns columns = of(type, place, context);
            if (compile.isSource(type)) {
                embedded.put(key, columns);
            }
            return columns;
        } catch (Unread failure) {
            if (!failure.later()) {
                unread.add(key);
            }
            throw failure;
        }
    }
}
