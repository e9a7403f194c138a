package dev.cairn.processor.read;

import dev.cairn.processor.model.ClusterAnnotation;
import dev.cairn.processor.model.DeclaredClusterObject;
import dev.cairn.processor.model.DeclaredClusterObject.DeclaredCluster;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.JavaName;
import dev.cairn.processor.model.Place;
import dev.cairn.processor.model.SnakeCase;
import dev.cairn.processor.read.annotation.AnnotationPlacement;
import dev.cairn.processor.read.annotation.Annotations;
import dev.cairn.processor.read.annotation.CompileContext;
import dev.cairn.processor.read.annotation.ReadAttempts;
import dev.cairn.processor.read.annotation.SqlNameReader;
import dev.cairn.processor.read.annotation.UnreadableDeclarationException;
import dev.cairn.processor.read.annotation.WrittenAnnotation;
import dev.cairn.sql.ast.ClusterClause;
import dev.cairn.sql.ast.ClusterKind;
import dev.cairn.sql.ast.ClusterPart;
import dev.cairn.sql.ast.ClusterStatement.ClusterItem;
import dev.cairn.sql.ast.ClusterStatement.CreateClusterObject;
import dev.cairn.sql.ast.ClusterStatement.IfExists;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.write.QuotedTexts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.TypeElement;

/** Reads the types that declare the cluster objects of a schema, of any kind, from source and from class files alike. */
final class ClusterObjectReader {
    private static final String NAME = "name";
    private static final String PROPERTIES = "properties";
    private static final String PROPERTY = "property";

    private final CompileContext compile;
    private final Findings findings;
    private final SqlNameReader names;

    ClusterObjectReader(CompileContext compile, Findings findings) {
        this.compile = compile;
        this.findings = findings;
        this.names = new SqlNameReader(findings);
    }

    boolean isClusterObject(TypeElement type) {
        return find(Annotations.of(compile.site(type, null))).isPresent();
    }

    private static Optional<ClusterAnnotation> find(Annotations annotations) {
        return Stream.of(ClusterAnnotation.values())
                .filter(each -> annotations.names().contains(each.annotation()))
                .findFirst();
    }

    /** The readable cluster objects of a root, and whether these are all. */
    record ListedObjects(DeclaredCluster cluster, boolean isComplete) {}

    ListedObjects readObjects(WrittenAnnotation schema) {
        List<DeclaredClusterObject> objects = new ArrayList<>();
        Map<String, JavaName> byTitle = new HashMap<>();
        ReadAttempts attempts = new ReadAttempts();
        for (AnnotationValue value : schema.values("cluster")) {
            attempts.run(() -> {
                Place entry = schema.place(value);
                DeclaredClusterObject object = read(value, entry);
                JavaName other = byTitle.putIfAbsent(object.title(), object.type());
                if (other == null) {
                    objects.add(object);
                } else if (other.equals(object.type())) {
                    findings.add(FindingCode.LISTED_TWICE, entry, other);
                } else {
                    findings.add(FindingCode.SAME_NAME, entry, object.type(), other, "the " + object.title());
                }
            });
        }
        attempts.throwIfDeferrable();
        return new ListedObjects(new DeclaredCluster(schema.has("cluster"), objects), attempts.haveSucceeded());
    }

    private DeclaredClusterObject read(AnnotationValue value, Place entry) {
        TypeElement type = compile.namedType(value, entry);
        Optional<ClusterAnnotation> declaring =
                type == null ? Optional.empty() : find(Annotations.of(compile.site(type, entry)));
        if (type == null || declaring.isEmpty()) {
            Object named = type == null ? value.getValue() : compile.toJavaName(type);
            findings.add(FindingCode.NOT_A_CLUSTER_OBJECT, entry, named, ClusterAnnotation.describeAll());
            throw UnreadableDeclarationException.ofReported();
        }
        Annotations annotations = Annotations.of(compile.site(type, entry));
        new AnnotationPlacement(findings)
                .checkClusterObject(annotations, declaring.get().annotation());
        WrittenAnnotation annotation = annotations.requireFirst(declaring.get().annotation());
        Place place = annotations.site().place();
        Name name = names.readName(
                annotation.nonEmptyText(NAME), type.getSimpleName().toString(), place);
        CreateClusterObject statement = new CreateClusterObject(
                declaring.get().kind(),
                new QualifiedName(List.of(name)),
                IfExists.REFUSE,
                readItems(declaring.get().kind(), annotation),
                place.span());
        return new DeclaredClusterObject(compile.toJavaName(type), place, statement, annotations.allowedWarnings());
    }

    /** Reads the clauses in the order of the statement, whatever the order of the attributes is. */
    private List<ClusterItem> readItems(ClusterKind kind, WrittenAnnotation annotation) {
        List<ClusterItem> items = new ArrayList<>();
        List<String> left = new ArrayList<>(annotation.members());
        left.remove(NAME);
        for (ClusterClause clause : kind.clauses()) {
            for (String attribute : List.of(clause.name(), clause.name() + "s")) {
                if (left.remove(attribute) && !attribute.equals(PROPERTIES)) {
                    readClause(clause, annotation, attribute, items);
                }
            }
        }
        left.remove(PROPERTIES);
        for (String attribute : left) {
            WrittenAnnotation.Text text = annotation.scalarTexts(attribute).get(0);
            items.add(new ClusterItem(
                    new ClusterPart(PROPERTY, SnakeCase.of(attribute)),
                    text.text(),
                    text.place().span()));
        }
        for (Property property : ClauseReader.readProperties(annotation.annotations(PROPERTIES), findings)) {
            ClusterPart part = new ClusterPart(PROPERTY, property.name());
            if (items.stream().anyMatch(item -> item.part().equals(part))) {
                findings.add(FindingCode.REPEATED_PROPERTY, Place.of(property.span()), property.name());
            }
            items.add(new ClusterItem(part, property.value(), property.span()));
        }
        return items;
    }

    private void readClause(
            ClusterClause clause, WrittenAnnotation annotation, String attribute, List<ClusterItem> items) {
        switch (clause.form()) {
            case CONDITIONS ->
                annotation
                        .annotations(attribute)
                        .forEach(element -> items.add(new ClusterItem(
                                new ClusterPart(clause.name(), renderConditions(element, clause.name())),
                                "",
                                element.place().span())));
            case TEXTS -> {
                List<String> texts = readTexts(annotation, attribute);
                Place place = annotation.place(attribute);
                require(!texts.isEmpty(), place, attribute, "at least one text");
                items.add(new ClusterItem(new ClusterPart(clause.name(), ""), QuotedTexts.render(texts), place.span()));
            }
            default -> {
                WrittenAnnotation.Text text = annotation.scalarTexts(attribute).get(0);
                boolean isWritable =
                        clause.form() != ClusterClause.Form.WORD || text.text().matches("\\w+");
                require(isWritable, text.place(), attribute, "a single word instead of a placeholder");
                if (!text.text().isEmpty()) {
                    items.add(new ClusterItem(
                            new ClusterPart(clause.name(), ""),
                            text.text(),
                            text.place().span()));
                }
            }
        }
    }

    private static List<String> readTexts(WrittenAnnotation annotation, String attribute) {
        return annotation.scalarTexts(attribute).stream()
                .map(WrittenAnnotation.Text::text)
                .toList();
    }

    private String renderConditions(WrittenAnnotation element, String attribute) {
        List<String> conditions = new ArrayList<>();
        for (String member : element.members()) {
            List<String> texts = readTexts(element, member);
            require(!texts.isEmpty(), element.place(member), member, "at least one text");
            String list = QuotedTexts.render(texts);
            conditions.add(SnakeCase.of(member) + (element.isArray(member) ? " IN (" + list + ")" : " = " + list));
        }
        require(!conditions.isEmpty(), element.place(), attribute, "at least one condition");
        return String.join(", ", conditions);
    }

    /** @throws UnreadableDeclarationException if the statement can't have a value */
    private void require(boolean isWritable, Place place, String attribute, String need) {
        if (!isWritable) {
            findings.add(FindingCode.CLUSTER_CLAUSE, place, attribute, need);
            throw UnreadableDeclarationException.ofReported();
        }
    }
}
