package dev.cairn.processor.read;

import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.ClusterAnnotation;
import dev.cairn.processor.model.SnakeCase;
import dev.cairn.processor.read.annotation.FragmentReader;
import dev.cairn.processor.read.annotation.SqlNameReader;
import dev.cairn.processor.read.annotation.UnreadableDeclarationException;
import dev.cairn.processor.read.annotation.WrittenAnnotation;
import dev.cairn.sql.Sql;
import dev.cairn.sql.SqlFragment;
import dev.cairn.sql.ast.ClusterStatement.ClusterItem;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.cluster.ClusterClause;
import dev.cairn.sql.cluster.ClusterObjectKind;
import dev.cairn.sql.cluster.ClusterPart;
import dev.cairn.sql.write.JoinedTexts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the clauses of a cluster object from the attributes of its annotation. A problem in a clause is reported at the
 * attribute that declares it. A clause with a syntax error is omitted; a value that the statement can't contain makes
 * the object unreadable.
 */
final class ClusterClauseReader {
    private static final String FROM_ATTRIBUTE = "from";
    private static final String PROPERTIES_ATTRIBUTE = "properties";

    /** {@code city DESC NULLS LAST}. */
    private static final Pattern SORT_ITEM_PATTERN =
            Pattern.compile("(?:`[^`]+`|\\w+)(?: ASC| DESC)?(?: NULLS (?:FIRST|LAST))?", Pattern.CASE_INSENSITIVE);

    private final Findings findings;
    private final SqlNameReader nameReader;
    private final FragmentReader fragmentReader;

    ClusterClauseReader(Findings findings) {
        this.findings = findings;
        this.nameReader = new SqlNameReader(findings);
        this.fragmentReader = new FragmentReader(findings);
    }

    /** Returns the places of the parts that have a name in the annotation: properties, and elements of lists. */
    static Map<ClusterPart, Place> collectPartPlaces(ClusterObjectKind kind, WrittenAnnotation annotation) {
        Map<ClusterPart, Place> placeByPart = new HashMap<>();
        if (annotation.hasAttribute(PROPERTIES_ATTRIBUTE)) {
            for (WrittenAnnotation propertyAnnotation : annotation.annotations(PROPERTIES_ATTRIBUTE)) {
                ClusterPart part = new ClusterPart(
                        ClusterPart.PROPERTY_CLAUSE,
                        propertyAnnotation
                                .requireText(ClusterObjectReader.NAME_ATTRIBUTE)
                                .text()
                                .trim());
                placeByPart.putIfAbsent(part, propertyAnnotation.place(ClusterObjectReader.NAME_ATTRIBUTE));
            }
        }
        for (ClusterClause clause : kind.clauses()) {
            if (clause.form() == ClusterClause.Form.TEXTS || clause.form() == ClusterClause.Form.ASSIGNMENTS) {
                annotation
                        .texts(clause.name())
                        .forEach(text -> placeByPart.putIfAbsent(
                                new ClusterPart(clause.name(), toElementName(clause, text.text())), text.place()));
            }
        }
        return placeByPart;
    }

    /**
     * Returns the name that identifies an element of a list among the parts of the statement: the element itself, or
     * the assigned column of {@code cents = raw * 100}.
     */
    private static String toElementName(ClusterClause clause, String element) {
        return clause.form() == ClusterClause.Form.TEXTS
                ? element
                : element.replaceFirst("(?s)=.*", "").strip().replace("`", "");
    }

    /** Reads the clauses, and returns them in the order of the statement. */
    List<ClusterItem> readItems(ClusterObjectKind kind, WrittenAnnotation annotation) {
        List<ClusterItem> items = new ArrayList<>();
        List<String> remainingAttributes = new ArrayList<>(annotation.attributeNames());
        remainingAttributes.removeAll(
                List.of(ClusterObjectReader.NAME_ATTRIBUTE, ClusterObjectReader.TABLE_ATTRIBUTE, FROM_ATTRIBUTE));
        if (kind.hasFeature(ClusterObjectKind.Feature.OVERLOADED)) {
            remainingAttributes.removeAll(JavaFunctionReader.SIGNATURE_ATTRIBUTES);
        }
        for (ClusterClause clause : kind.clauses()) {
            for (String attributeName : annotation.attributeNames()) {
                String clauseName = SnakeCase.convert(attributeName).replace('_', ' ');
                boolean declaresClause = clauseName.equals(clause.name()) || clauseName.equals(clause.name() + "s");
                if (declaresClause
                        && remainingAttributes.remove(attributeName)
                        && !attributeName.equals(PROPERTIES_ATTRIBUTE)) {
                    items.addAll(readClause(clause, annotation, attributeName));
                }
            }
        }
        remainingAttributes.remove(PROPERTIES_ATTRIBUTE);
        for (String attributeName : remainingAttributes) {
            WrittenAnnotation.Text text = annotation.scalarTexts(attributeName).get(0);
            items.add(new ClusterItem(
                    ClusterPart.ofProperty(SnakeCase.convert(attributeName)),
                    text.text(),
                    text.place().span()));
        }
        items.addAll(readProperties(ClusterPart.PROPERTY_CLAUSE, annotation, PROPERTIES_ATTRIBUTE, items));
        items.sort(Comparator.comparing(
                item -> kind.clauses().indexOf(kind.requireClause(item.part().clause()))));
        return items;
    }

    private List<ClusterItem> readProperties(
            String clauseName, WrittenAnnotation annotation, String attributeName, List<ClusterItem> earlierItems) {
        List<ClusterItem> items = new ArrayList<>();
        for (Property property : ClauseReader.readProperties(annotation.annotations(attributeName), findings)) {
            ClusterPart part = new ClusterPart(clauseName, property.name());
            if (earlierItems.stream().anyMatch(item -> item.part().equals(part))) {
                findings.add(CompileRule.REPEATED_PROPERTY, Place.of(property.span()), property.name());
            }
            items.add(new ClusterItem(part, property.value(), property.span()));
        }
        return items;
    }

    /** Returns the items of the clause that an attribute declares; an empty list if the clause is empty or omitted. */
    private List<ClusterItem> readClause(ClusterClause clause, WrittenAnnotation annotation, String attributeName) {
        return switch (clause.form()) {
            case CONDITIONS ->
                annotation.annotations(attributeName).stream()
                        .map(element ->
                                createElementItem(clause, renderConditions(element, clause.name()), element.place()))
                        .toList();
            case TEXTS -> {
                List<String> texts = readTexts(annotation, attributeName);
                Place place = annotation.place(attributeName);
                requireWritable(!texts.isEmpty(), place, attributeName, "at least one text");
                yield List.of(createItem(clause, JoinedTexts.render(texts), place));
            }
            case TYPED_PROPERTIES -> readTypedProperties(clause, annotation, attributeName);
            case MARKED_NAMES -> readMarkedNames(clause, annotation, attributeName);
            case ELEMENTS ->
                annotation.texts(attributeName).stream()
                        .flatMap(text -> Stream.ofNullable(fragmentReader.read(text, SqlFragment::parseExpression))
                                .map(element -> createElementItem(clause, Sql.render(element), text.place())))
                        .toList();
            case SORT_ITEMS -> {
                for (WrittenAnnotation.Text text : annotation.texts(attributeName)) {
                    boolean isSortItem = SORT_ITEM_PATTERN.matcher(text.text()).matches();
                    requireWritable(isSortItem, text.place(), attributeName, "a column with ASC or DESC");
                }
                yield readList(clause, annotation, attributeName, SqlFragment::parseSortItem);
            }
            case NAMES ->
                joinElements(
                        clause,
                        annotation.texts(attributeName).stream().map(this::renderName),
                        annotation.place(attributeName));
            case ASSIGNMENTS -> readList(clause, annotation, attributeName, SqlFragment::parseRoutineLoadColumn);
            case EXPRESSION ->
                annotation.scalarTexts(attributeName).stream()
                        .limit(1)
                        .filter(text -> !text.text().isEmpty())
                        .flatMap(text -> Stream.ofNullable(fragmentReader.read(text, SqlFragment::parseExpression))
                                .map(condition -> createItem(clause, Sql.render(condition), text.place())))
                        .toList();
            default -> readText(clause, annotation, attributeName);
        };
    }

    /** Reads the word of a data source and its properties, such as {@code KAFKA ("a" = "1")}. */
    private List<ClusterItem> readTypedProperties(
            ClusterClause clause, WrittenAnnotation annotation, String attributeName) {
        List<ClusterItem> items = new ArrayList<>();
        items.add(createItem(
                clause,
                annotation.findConstantName(FROM_ATTRIBUTE).orElse(ClusterAnnotation.DEFAULT_SOURCE_KEYWORD),
                annotation.place(attributeName)));
        for (ClusterItem property : readProperties(clause.name(), annotation, attributeName, List.of())) {
            boolean isNamed = !property.part().isUnnamed();
            requireWritable(isNamed, Place.of(property.span()), attributeName, "a name for each property");
            items.add(property);
        }
        return items;
    }

    private List<ClusterItem> readMarkedNames(
            ClusterClause clause, WrittenAnnotation annotation, String attributeName) {
        List<WrittenAnnotation.Text> writtenNames = annotation.texts(attributeName);
        requireWritable(!writtenNames.isEmpty(), annotation.place(attributeName), attributeName, "at least one column");
        return writtenNames.stream()
                .map(text -> createItem(clause, renderName(text), text.place()))
                .toList();
    }

    /** Reads the texts that have no syntax error, as one list in the statement. */
    private List<ClusterItem> readList(
            ClusterClause clause,
            WrittenAnnotation annotation,
            String attributeName,
            Function<SqlFragment, String> parser) {
        return joinElements(
                clause,
                annotation.texts(attributeName).stream()
                        .flatMap(text -> Stream.ofNullable(fragmentReader.read(text, parser))),
                annotation.place(attributeName));
    }

    private static List<ClusterItem> joinElements(ClusterClause clause, Stream<String> elements, Place place) {
        String joinedElements = elements.collect(Collectors.joining(", "));
        return joinedElements.isEmpty() ? List.of() : List.of(createItem(clause, joinedElements, place));
    }

    private List<ClusterItem> readText(ClusterClause clause, WrittenAnnotation annotation, String attributeName) {
        WrittenAnnotation.Text text = annotation.scalarTexts(attributeName).get(0);
        switch (clause.form()) {
            case WORD ->
                requireWritable(
                        text.text().matches("\\w+"),
                        text.place(),
                        attributeName,
                        "a single word instead of a placeholder");
            case INTERVAL ->
                requireWritable(
                        text.text().strip().matches("\\d+\\s+\\w+"),
                        text.place(),
                        attributeName,
                        "a number with its unit, such as 1 DAY");
            default ->
                requireWritable(!clause.isRequired() || !text.text().isBlank(), text.place(), attributeName, "a text");
        }
        return text.text().isEmpty() ? List.of() : List.of(createItem(clause, text.text(), text.place()));
    }

    static ClusterItem createItem(ClusterClause clause, String text, Place place) {
        return new ClusterItem(ClusterPart.of(clause.name()), text, place.span());
    }

    /** Creates the item of an element that is a part by itself, and is identified by its text. */
    private static ClusterItem createElementItem(ClusterClause clause, String element, Place place) {
        return new ClusterItem(new ClusterPart(clause.name(), element), "", place.span());
    }

    private String renderName(WrittenAnnotation.Text text) {
        return "`" + nameReader.readName(text).text() + "`";
    }

    private static List<String> readTexts(WrittenAnnotation annotation, String attributeName) {
        return annotation.scalarTexts(attributeName).stream()
                .map(WrittenAnnotation.Text::text)
                .toList();
    }

    private String renderConditions(WrittenAnnotation elementAnnotation, String clauseName) {
        List<String> conditions = new ArrayList<>();
        for (String attributeName : elementAnnotation.attributeNames()) {
            List<String> texts = readTexts(elementAnnotation, attributeName);
            requireWritable(
                    !texts.isEmpty(), elementAnnotation.place(attributeName), attributeName, "at least one text");
            String quotedTexts = JoinedTexts.render(texts);
            conditions.add(SnakeCase.convert(attributeName)
                    + (elementAnnotation.isArray(attributeName) ? " IN (" + quotedTexts + ")" : " = " + quotedTexts));
        }
        requireWritable(!conditions.isEmpty(), elementAnnotation.place(), clauseName, "at least one condition");
        return String.join(", ", conditions);
    }

    /**
     * Requires that the statement can contain a value, and reports it otherwise.
     *
     * @param expectation what the value needs to be, as the end of the message
     * @throws UnreadableDeclarationException if the value is not writable
     */
    void requireWritable(boolean isWritable, Place place, String attributeName, String expectation) {
        if (!isWritable) {
            throw UnreadableDeclarationException.report(
                    findings, CompileRule.CLUSTER_CLAUSE, place, attributeName, expectation);
        }
    }
}
