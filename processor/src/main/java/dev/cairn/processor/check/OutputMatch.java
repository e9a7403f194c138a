package dev.cairn.processor.check;

import dev.cairn.analysis.source.AnalysedQuery;
import dev.cairn.analysis.source.OutputColumn;
import dev.cairn.processor.check.rule.CheckedTable;
import dev.cairn.processor.check.rule.Suggestion;
import dev.cairn.processor.model.Declaration;
import dev.cairn.processor.model.Declaration.Kind;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.DeclaredColumn.Part;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.JavaType;
import dev.cairn.processor.model.Place;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.CreateView;
import dev.cairn.sql.ast.ViewStatement.ViewColumn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether the components of a record are what its query gives: by name or position, by type, and by whether it may be NULL. */
final class OutputMatch {
    private final Declaration declaration;
    private final QueryText query;
    private final AnalysedQuery answer;
    private final List<OutputItem> items;
    private final Findings findings;

    OutputMatch(Declaration declaration, QueryText query, AnalysedQuery answer, Findings findings) {
        this.declaration = declaration;
        this.query = query;
        this.answer = answer;
        this.items = OutputItem.of(query.query(), answer.columns().size());
        this.findings = findings;
    }

    void check() {
        if (declaration.byPosition()) {
            checkByPosition();
        } else {
            checkByName();
        }
    }

    private void checkByPosition() {
        int components = declaration.columns().size();
        int outputs = answer.columns().size();
        if (answer.complete() ? components != outputs : components < outputs) {
            Span at = components < outputs
                    ? items.get(components).at()
                    : query.query().span();
            findings.addWith(excerpt(at), FindingCode.COLUMN_COUNT, Place.of(query.span()), components, outputs);
        }
        if (answer.complete()) {
            for (int i = 0; i < Math.min(components, outputs); i++) {
                check(declaration.columns().get(i), i);
            }
        }
    }

    private void checkByName() {
        Map<String, Integer> outputs = new LinkedHashMap<>();
        for (int i = 0; i < answer.columns().size(); i++) {
            outputs.putIfAbsent(answer.columns().get(i).name().toLowerCase(Locale.ROOT), i);
        }
        List<DeclaredColumn> unmatched = new ArrayList<>();
        for (DeclaredColumn column : declaration.columns()) {
            Integer output = outputs.remove(column.name().toLowerCase(Locale.ROOT));
            if (output == null) {
                unmatched.add(column);
            } else {
                check(column, output);
            }
        }
        if (answer.complete()) {
            report(unmatched, List.copyOf(outputs.values()));
        }
        if (unmatched.isEmpty() && outputs.isEmpty()) {
            checkOrder();
        }
    }

    /** Comments stand in a list of columns, which the server takes by position whatever the names in it are. */
    private void checkOrder() {
        List<ViewColumn> listed = listed();
        for (int i = 0; i < Math.min(listed.size(), answer.columns().size()); i++) {
            String name = listed.get(i).name().text();
            if (!name.equalsIgnoreCase(answer.columns().get(i).name())) {
                Place place = Place.of(listed.get(i).span());
                findings.addWith(excerpt(items.get(i).at()), FindingCode.COMMENT_ORDER, place, name);
                return; // one misplaced column displaces all that follow
            }
        }
    }

    private List<ViewColumn> listed() {
        if (declaration.statement() instanceof CreateView view) {
            return view.columns();
        }
        return declaration.statement() instanceof CreateMaterializedView view ? view.columns() : List.of();
    }

    /** A component and a column that are both left over are most likely meant for each other: that is one mistake. */
    private void report(List<DeclaredColumn> components, List<Integer> outputs) {
        List<Integer> left = new ArrayList<>(outputs);
        for (DeclaredColumn component : components) {
            Integer meant = left.isEmpty() ? null : left.remove(meant(component, left));
            Span at = meant == null ? query.query().span() : items.get(meant).at();
            findings.addWith(
                    excerpt(at),
                    FindingCode.UNMATCHED_COMPONENT,
                    component.place(),
                    component.name(),
                    wayOut(component, meant));
        }
        for (int output : left) {
            String name = answer.columns().get(output).name();
            findings.addWith(
                    excerpt(items.get(output).at()), FindingCode.UNMATCHED_OUTPUT, Place.of(query.span()), name);
        }
    }

    /** The one with the most similar name, or else the first. */
    private int meant(DeclaredColumn component, List<Integer> outputs) {
        List<String> names = outputs.stream()
                .map(output -> answer.columns().get(output).name())
                .toList();
        return Suggestion.nearest(component.name(), names).map(names::indexOf).orElse(0);
    }

    private static String quoted(String name) {
        return "'" + name + "'";
    }

    private String wayOut(DeclaredColumn component, @Nullable Integer meant) {
        if (meant != null) {
            return ", which gives " + quoted(answer.columns().get(meant).name()) + "; write AS " + component.name()
                    + " behind that, or give both the same name";
        }
        List<String> names = answer.columns().stream().map(OutputColumn::name).toList();
        return Suggestion.nearest(component.name(), names)
                .map(name -> "; did you mean '" + name + "'?")
                .orElse("; add it there, or remove the component");
    }

    private void check(DeclaredColumn component, int output) {
        OutputColumn column = answer.columns().get(output);
        Type type = column.type();
        Type stated = component.definition().type();
        String at = excerpt(items.get(output).at());
        if (type != null && !type.equals(stated) && !JavaTypeFit.holds(component.type(), type)) {
            findings.addWith(
                    at,
                    FindingCode.COLUMN_TYPE,
                    component.place(Part.TYPE),
                    component.name(),
                    JavaTypeFit.words(component.type()),
                    CheckedTable.words(type),
                    JavaTypeFit.suggested(type));
        } else if (type != null && stated != null && declaration.source() && !sizes().holds(stated, type)) {
            findings.addWith(
                    at,
                    FindingCode.COLUMN_TYPE,
                    component.place(Part.TYPE),
                    component.name(),
                    CheckedTable.words(stated),
                    CheckedTable.words(type),
                    JavaTypeFit.sized(type));
        } else if (column.typed().nullable()
                && !items.get(output).isNeverNull()
                && Boolean.FALSE.equals(component.definition().nullable())) {
            findings.addWith(
                    at,
                    FindingCode.NULLABLE_OUTPUT,
                    component.place(Part.NOT_NULL),
                    component.name(),
                    nullableRemedy(component));
        }
    }

    private String nullableRemedy(DeclaredColumn component) {
        if (component.type() instanceof JavaType.Primitive primitive && !primitive.boxed()) {
            return "make it " + JavaTypeFit.box(primitive.kind());
        }
        boolean explicit = component.parts().containsKey(Part.NOT_NULL);
        return declaration.nullMarked() && !explicit ? "annotate it with @Nullable" : "remove @NotNull";
    }

    private TypeSizeFit sizes() {
        return new TypeSizeFit(declaration.kind() == Kind.VIEW || declaration.kind() == Kind.MATERIALIZED_VIEW);
    }

    private String excerpt(Span at) {
        return QueryExcerpt.of(query, at);
    }
}
