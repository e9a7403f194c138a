package dev.cairn.engine.cluster;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObject;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.ServerState;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.ClusterStatement.AlterClusterObject;
import dev.cairn.sql.ast.ClusterStatement.ClusterChange;
import dev.cairn.sql.ast.ClusterStatement.ClusterItem;
import dev.cairn.sql.ast.ClusterStatement.CreateClusterObject;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.cluster.ClusterObjectKind;
import dev.cairn.sql.cluster.ClusterPart;
import dev.cairn.sql.token.RefusalRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Predicate;

/**
 * The server's rules for one kind of cluster object: which definitions it accepts, how it stores and shows them, and
 * which changes it permits. Together with the grammar in {@link ClusterObjectKind}, this is everything that Cairn knows
 * about the kind: parsing, planning, reflection, drift, records and the embedded server follow from the two.
 */
public abstract class ClusterObjectRules {

    public static ClusterObjectRules of(ClusterObjectKind kind) {
        return switch (kind) {
            case RESOURCE_GROUP -> new ResourceGroupRules();
            case STORAGE_VOLUME -> new StorageVolumeRules();
            case EXTERNAL_CATALOG -> new ExternalCatalogRules();
            case ROUTINE_LOAD -> new RoutineLoadRules();
            case DICTIONARY -> new DictionaryRules();
            case FUNCTION, GLOBAL_FUNCTION -> new FunctionRules(kind);
            case ICEBERG_TABLE -> new IcebergTableRules();
            case TASK -> new TaskRules();
        };
    }

    /** A row of an answer, with a string in each column. */
    public interface AnswerRow {
        /** Returns the value in a column; empty for NULL, and for a column that this version lacks. */
        String text(String columnName);
    }

    /** Runs SHOW and SELECT statements on a server. */
    public interface QueryExecutor {
        /** Returns the rows with which the server answers a statement; none if the named object does not exist. */
        List<? extends AnswerRow> query(String sql);
    }

    /** Returns the rule that a second object with the same name breaks. */
    abstract RefusalRule alreadyExistsRule();

    /** Returns the rule that a statement about a missing object breaks. */
    abstract RefusalRule notFoundRule();

    /** Returns the rule that a statement without a database breaks if it needs one. */
    RefusalRule noDatabaseRule() {
        return ServerError.NO_DATABASE_SELECTED;
    }

    /** Returns the error of CREATE for a name that another object of the kind has. */
    Refusal createExistsRefusal(Name name, ClusterObject existingObject) {
        return Refusal.ofExecution(name.span(), alreadyExistsRule(), name);
    }

    /** Returns whether the server checks the whole definition before it looks for an object of the same name. */
    boolean isExistenceCheckedLast() {
        return false;
    }

    Refusal createNotFoundRefusal(Name name) {
        return Refusal.ofAnalysis(name.span(), notFoundRule(), name);
    }

    /** Returns the error of DROP for an object that does not exist. */
    Refusal createDropNotFoundRefusal(Name name) {
        return createNotFoundRefusal(name);
    }

    /** Returns whether the server accepts ALTER for an object that no statement has created. */
    boolean isAlterableIfMissing(Name name) {
        return false;
    }

    /** Applies the checks that ALTER makes before it looks for the object, and so even if the object is missing. */
    void checkAlterStatement(AlterClusterObject alter) {}

    /** Returns whether SHOW needs no privilege on an object. */
    public boolean isShownToEveryone() {
        return false;
    }

    /** Returns the error with which the server answers SHOW for an object that does not exist. */
    public Refusal createShowNotFoundRefusal(Name name) {
        return Refusal.ofAnalysis(name.span(), notFoundRule(), name);
    }

    /** Returns whether each server has an object with this name, which a schema can't manage. */
    public boolean isBuiltIn(String name) {
        return false;
    }

    /** Requires that an object may have this name; by default, each name is valid. */
    void checkName(Name name) {}

    /** Requires that an object with this name may be dropped. */
    void checkDrop(Name name, Catalog catalog) {}

    /**
     * Requires that the server is new enough for an item.
     *
     * @param isCreation whether the item is in CREATE, and not in ALTER
     */
    void checkVersion(ServerProfile profile, ClusterItem item, boolean isCreation) {}

    /** Returns the items of a statement, with derived items and without the items that the server ignores. */
    List<ClusterItem> prepareItems(List<ClusterItem> items, boolean isCreation) {
        return items;
    }

    /** Returns the parts that ALTER has to name together with a part. */
    public Set<ClusterPart> companionParts(ClusterPart part) {
        return Set.of();
    }

    /**
     * Returns a part as the server shows it. A value that is a placeholder is not passed.
     *
     * @throws Refusal if the server does not accept the value
     */
    abstract Map.Entry<ClusterPart, String> normalize(ClusterItem item, ServerState server);

    /**
     * Returns normalized parts in the form in which a catalog keeps them, if that depends on more than one of them. The
     * given map may be changed and returned.
     */
    SortedMap<ClusterPart, String> normalizeTogether(SortedMap<ClusterPart, String> parts) {
        return parts;
    }

    /**
     * Applies the checks that the server makes only for new objects.
     *
     * @param create the statement that creates the object, with the place of each item
     */
    void checkCreation(ClusterObject object, CreateClusterObject create, Catalog catalog) {}

    /** Requires that the server accepts the parts of a definition together; each part by itself is valid already. */
    abstract void checkDefinition(ClusterObject object, PartSpans spans, Catalog catalog);

    /** Requires that a statement may change a part of an object. */
    void checkAlteration(ClusterItem item, ClusterObject currentObject) {}

    /**
     * Applies a change that also affects parts of an object that the change does not name.
     *
     * @param parts the parts of the object, which are changed in place
     * @return whether the change was applied; false for a change that sets, adds or removes only the parts that it
     *     names
     */
    boolean applyChange(ClusterChange change, SortedMap<ClusterPart, String> parts) {
        return false;
    }

    /** Requires that one clause of ALTER may have these items together. */
    void checkAlteredItems(List<ClusterItem> items) {}

    /** Returns whether ALTER can change a part, provided that the kind has an alteration of the part's clause. */
    public boolean isAlterable(ClusterPart part) {
        return true;
    }

    /** Returns whether ALTER can move a column with this definition, which the statement has to repeat. */
    public boolean isColumnMovable(String definition) {
        return true;
    }

    /** Returns whether an object keeps its meaning when a statement alters it. */
    public boolean keepsMeaningWhenAltered(ClusterObject object) {
        return true;
    }

    /**
     * Returns a catalog in which queries can refer to the objects of a server, except for objects that the server does
     * not show completely.
     */
    public static Catalog publishAll(Iterable<ClusterObject> objects, Catalog catalog, ServerProfile profile) {
        Catalog extendedCatalog = catalog;
        for (ClusterObject object : objects) {
            ClusterObjectRules rules = of(object.kind());
            boolean isShownCompletely = rules.findDeclarationProblem(object).isEmpty()
                    && rules.unknownParts(object).isEmpty();
            extendedCatalog = isShownCompletely ? rules.publish(object, extendedCatalog, profile) : extendedCatalog;
        }
        return extendedCatalog;
    }

    /** Returns a catalog in which queries can refer to a new or changed object. */
    Catalog publish(ClusterObject object, Catalog catalog, ServerProfile profile) {
        return catalog;
    }

    /** Returns a catalog in which queries can no longer refer to an object. */
    Catalog withdraw(ClusterObject object, Catalog catalog, ServerProfile profile) {
        return catalog;
    }

    /** Returns the value that a server shows for a part that no statement has set; empty if it shows none. */
    public Optional<String> findDefaultValue(ClusterPart part) {
        return Optional.empty();
    }

    /** Returns whether a part has its default, so it means the same as a part that no statement has set. */
    final boolean isDefault(ClusterPart part, String value) {
        return findDefaultValue(part).filter(value::equals).isPresent();
    }

    /** Returns the names of the properties that a server knows, in lower case; empty if it accepts any name. */
    public Set<String> propertyNames() {
        return Set.of();
    }

    /**
     * Returns the values that a server accepts for a part, in any case; empty if the values are not limited to a list.
     */
    public List<String> allowedValues(ClusterPart part) {
        return List.of();
    }

    /**
     * A reason why an object can't work although the server accepts it.
     *
     * @param part the part that is wrong, which may be a name in a list of columns, or the name of the object
     * @param reason a clause of a sentence
     */
    public record Problem(ClusterPart part, String reason) {}

    /** Returns the fields of a message that an object reads and does not use; an empty list if it uses all fields. */
    public List<String> findUnusedFields(ClusterObject object, ServerState server) {
        return List.of();
    }

    /** Returns the columns of its table that an object writes; an empty list if objects of its kind write no table. */
    public List<String> findWrittenColumns(ClusterObject object, Table table) {
        return List.of();
    }

    /** Returns why an object can't work although a server accepts it; an empty list if it can. */
    public List<Problem> findProblems(ClusterObject object, ServerState server) {
        return List.of();
    }

    /** Returns why an external catalog can't have objects of the kind, as a clause of a sentence; empty if it can. */
    public Optional<String> findExternalCatalogProblem(ClusterObject externalCatalog) {
        return Optional.empty();
    }

    /**
     * Returns how far statements can change an object that can't be dropped and created again.
     *
     * @param materializedViewNames the full names of the materialized views that read the object afterwards
     */
    public ClusterChangeLimit determineChangeLimit(
            ClusterObject currentObject, ClusterObject desiredObject, List<String> materializedViewNames) {
        return new ClusterChangeLimit(desiredObject, List.of());
    }

    /** Returns why an object can't be dropped and created again to change it; empty if this is possible. */
    public Optional<String> findRecreationProblem() {
        return Optional.empty();
    }

    /** Returns why an object can't be dropped and created again to change it in this way; empty if this is possible. */
    public Optional<String> findRecreationProblem(ClusterObject currentObject, ClusterObject desiredObject) {
        return findRecreationProblem();
    }

    /**
     * Returns the objects of the kind on a server, by their full names, without the objects that the server itself
     * created.
     *
     * @param databaseNames the databases to read, for objects in databases
     * @param isSelected accepts the full names of the objects to read
     */
    public abstract SortedMap<String, ClusterObject> readObjects(
            QueryExecutor queryExecutor, Set<String> databaseNames, Predicate<String> isSelected);

    /**
     * Returns a statement that distinguishes a hidden object from a missing one: the server answers with rows, or
     * denies access, only if the object exists. Empty if the listing shows objects to every user, or if no such
     * statement exists.
     */
    public Optional<String> findExistenceQuery(ClusterObject object) {
        return Optional.empty();
    }

    /**
     * Returns whether the refusal of the existence query proves that the object exists.
     *
     * @param reason the message of the server
     */
    public boolean provesExistence(String reason) {
        return false;
    }

    /**
     * Returns a query that a server answers with a row only if a backend can list the objects, even if no object
     * exists; empty if a frontend lists them. A backend has to evaluate the query, because a list of the backends does
     * not prove that one of them works.
     */
    public Optional<String> findBackendQuery() {
        return Optional.empty();
    }

    /** Returns the full name under which a server shows an object. */
    public String canonicalFullName(String fullName) {
        return fullName;
    }

    /** Returns why no annotation can declare an object of a server, as a clause of a sentence; empty if one can. */
    public Optional<String> findDeclarationProblem(ClusterObject object) {
        return Optional.empty();
    }

    /** Returns whether sources may contain the value of a part, unless it is a secret, instead of a placeholder. */
    public boolean belongsInSource(ClusterPart part) {
        return true;
    }

    /** Returns the name of a placeholder for a part that does not belong in sources, and is not a secret. */
    public String placeholderName(ClusterPart part, String value) {
        return toPlaceholderName(part.name());
    }

    /** Returns a name with an underscore in place of each character other than a letter, a digit or an underscore. */
    static String toPlaceholderName(String propertyName) {
        return propertyName.replaceAll("\\W", "_");
    }

    /** Returns the parts of an object that the server never shows, apart from secrets that it shows masked. */
    public Set<ClusterPart> unknownParts(ClusterObject object) {
        return Set.of();
    }

    /**
     * Returns the properties of an object that the server never shows and that have a default, each with the value that
     * it may have instead.
     */
    public Map<ClusterPart, String> alternativeByHiddenProperty(ClusterObject object) {
        return Map.of();
    }

    /**
     * Returns the columns of a live object whose expressions may differ from the statement that created the object,
     * because servers do not print parentheses; {@code where} stands for the condition.
     */
    public Set<String> findAmbiguousExpressions(ClusterObject object) {
        return Set.of();
    }

    /** Returns a live object with the expected values of the parts that the server does not show, or not exactly. */
    ClusterObject reconcile(ClusterObject expectedObject, ClusterObject liveObject) {
        return liveObject;
    }

    /**
     * Returns the rows with which the server answers the statement that creates an object; empty if it returns none.
     */
    public Optional<ClusterListing> findCreationListing(String name) {
        return Optional.empty();
    }

    /** Returns the listing of objects as the server shows it. */
    public abstract ClusterListing list(List<ClusterObject> objects);

    /** Returns the row of one object as the server shows it. */
    public abstract ClusterListing show(ClusterObject object);

    /** Returns the columns of an object as DESC shows them; empty if objects of the kind have no columns. */
    public Optional<ClusterListing> describe(ClusterObject object) {
        return Optional.empty();
    }

    /**
     * Returns whether servers show the ends of a secret that is long enough, and not only {@link
     * ClusterSecrets#SERVER_MASK}.
     */
    boolean showsSecretEnds(ClusterPart part) {
        return false;
    }

    /** Returns whether servers hide even the fact that a secret of an object is set. */
    boolean hidesSecret(ClusterObject object, ClusterPart part) {
        return false;
    }
}
