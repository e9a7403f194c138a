package dev.cairn.internal.reflection;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.PropertyDefinition;
import dev.cairn.engine.property.PropertyDefinition.OwnerKind;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.part.SchemaObject.MaterializedViewObject;
import dev.cairn.plan.part.SchemaObject.TableObject;
import dev.cairn.profile.ServerProfile;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The objects that a server is expected to have, with the texts that SHOW CREATE then prints. If the server prints
 * exactly the expected text of an object, that text need not be parsed. Each text is rendered when it is needed for the
 * first time.
 *
 * <pre>{@code
 * ExpectedObjects expectedObjects = new ExpectedObjects(profile, recordedCatalog);
 * LiveSchema liveSchema = reflection.readAll(connection, expectedObjects);
 * LiveSchema laterSchema = reflection.readAll(connection, expectedObjects); // renders nothing
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class ExpectedObjects {
    private static final Pattern PROPERTY_LINE_PATTERN =
            Pattern.compile("\"(?<name>[\\w.]+)\" = \"[^\"\\\\]*\"(?<end>,?)");

    private final ServerProfile profile;
    private final Catalog catalog;
    private final ConcurrentMap<ObjectName, String> textByName = new ConcurrentHashMap<>();

    /** @param profile the profile of the server */
    public ExpectedObjects(ServerProfile profile, Catalog catalog) {
        this.profile = profile;
        this.catalog = catalog;
    }

    /** Returns the profile of the server. */
    public ServerProfile profile() {
        return profile;
    }

    public Catalog catalog() {
        return catalog;
    }

    /** Renders all texts ahead of time, so that later calls need not render them. */
    public void renderAll() {
        SchemaObject.collectNames(catalog)
                .forEach(name -> SchemaObject.find(catalog, name).ifPresent(object -> renderOnce(name, object)));
    }

    private String renderOnce(ObjectName name, SchemaObject object) {
        return textByName.computeIfAbsent(name, ignored -> object.renderShowCreate(profile));
    }

    /**
     * Returns the expected object if the server prints its text. The text may differ in the order of list partitions,
     * which is arbitrary, and in the values of assumed properties whose default depends on the server. The returned
     * object has no rollups and no reason why it is inactive, because SHOW CREATE does not print them.
     */
    public Optional<SchemaObject> findShownAs(ObjectName name, String shownText) {
        return SchemaObject.find(catalog, name)
                .filter(object -> isShownAs(name, object, shownText))
                .map(ExpectedObjects::withoutUnprintedParts);
    }

    private boolean isShownAs(ObjectName name, SchemaObject object, String shownText) {
        String expectedText = renderOnce(name, object);
        if (expectedText.equals(shownText)) {
            return true;
        }
        boolean isEquivalentText = mayBeShownAs(object, expectedText, shownText);
        if (isEquivalentText) {
            textByName.put(name, shownText); // the server will print it again
        }
        return isEquivalentText;
    }

    /**
     * Returns whether a server may print a text for an object, given the expected one: the order of list partitions is
     * arbitrary, and the values of assumed properties depend on the server.
     */
    public static boolean mayBeShownAs(SchemaObject object, String expectedText, String shownText) {
        return expectedText.equals(shownText) || isEquivalent(expectedText, shownText, storedProperties(object));
    }

    private static StoredProperties storedProperties(SchemaObject object) {
        if (object instanceof TableObject tableObject) {
            return tableObject.table().properties();
        }
        return object instanceof MaterializedViewObject viewObject
                ? viewObject.view().properties()
                : StoredProperties.NONE;
    }

    private static boolean isEquivalent(String expectedText, String shownText, StoredProperties properties) {
        String[] expectedLines = splitIntoSortedLines(expectedText);
        String[] shownLines = splitIntoSortedLines(shownText);
        if (expectedLines.length != shownLines.length) {
            return false;
        }
        for (int i = 0; i < expectedLines.length; i++) {
            if (!expectedLines[i].equals(shownLines[i])
                    && !isAssumedProperty(expectedText, expectedLines[i], shownLines[i], properties)) {
                return false;
            }
        }
        return true;
    }

    /** Returns the lines of a text. The lines of list partitions are sorted, and have no commas between them. */
    private static String[] splitIntoSortedLines(String definitionText) {
        String[] lines = definitionText.split("\n", -1);
        int startIndex = 0;
        while (startIndex < lines.length && !lines[startIndex].startsWith("PARTITION BY LIST(")) {
            startIndex++;
        }
        int endIndex = startIndex;
        while (endIndex < lines.length && !lines[endIndex].equals(")")) {
            endIndex++;
        }
        if (endIndex == lines.length) {
            return lines;
        }
        for (int i = startIndex + 1; i < endIndex; i++) {
            lines[i] = lines[i].endsWith(",") ? lines[i].substring(0, lines[i].length() - 1) : lines[i];
        }
        Arrays.sort(lines, startIndex + 1, endIndex);
        return lines;
    }

    /**
     * Returns whether two lines print values of the same assumed property, whose default depends on the server. Returns
     * false if the expected text has another line with this property.
     */
    private static boolean isAssumedProperty(
            String expectedText, String expectedLine, String shownLine, StoredProperties properties) {
        Matcher expectedMatcher = PROPERTY_LINE_PATTERN.matcher(expectedLine);
        Matcher shownMatcher = PROPERTY_LINE_PATTERN.matcher(shownLine);
        if (!expectedMatcher.matches()
                || !shownMatcher.matches()
                || !expectedMatcher.group("name").equals(shownMatcher.group("name"))
                || !expectedMatcher.group("end").equals(shownMatcher.group("end"))) {
            return false;
        }
        StoredProperties.Setting setting = properties.settingByName().get(expectedMatcher.group("name"));
        String linePrefix = "\"" + expectedMatcher.group("name") + "\" = ";
        boolean hasFixedDefault = KnownProperty.findDefinition(expectedMatcher.group("name"), OwnerKind.TABLE)
                .filter(PropertyDefinition::hasServerIndependentDefault)
                .isPresent();
        return setting != null
                && setting.isAssumed()
                && !hasFixedDefault
                && expectedText.indexOf(linePrefix) == expectedText.lastIndexOf(linePrefix);
    }

    private static SchemaObject withoutUnprintedParts(SchemaObject object) {
        if (object instanceof TableObject tableObject
                && !tableObject.table().rollups().isEmpty()) {
            return new TableObject(tableObject.table().withRollups(List.of()));
        }
        return object instanceof MaterializedViewObject viewObject
                        && !viewObject.view().isActive()
                ? new MaterializedViewObject(viewObject.view().withInactiveReason(null))
                : object;
    }
}
