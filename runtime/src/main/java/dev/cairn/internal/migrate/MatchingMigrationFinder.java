package dev.cairn.internal.migrate;

import dev.cairn.catalog.Catalog;
import dev.cairn.internal.reflection.IntermediateCatalogs;
import dev.cairn.upgrade.RecordedMigration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Finds the migration after which a schema has exactly the live definitions, for a database that differs from the one
 * in its ledger: its tables or its ledger were probably restored from a backup.
 *
 * @param catalogs the catalog before the first migration, and those after each of the migrations
 */
record MatchingMigrationFinder(List<RecordedMigration> migrations, List<Catalog> catalogs) {
    /** The maximum number of migrations to compare. */
    private static final int MAX_COMPARED_MIGRATIONS = 50;

    /** Returns a catalog of all objects that exist after any of the migrations. */
    Catalog possibleObjectCatalog() {
        return new IntermediateCatalogs(catalogs.get(0), catalogs.subList(1, catalogs.size())).possibleObjectCatalog();
    }

    Catalog findCatalogAfter(int number) {
        return catalogs.get((int) migrations.stream()
                .filter(migration -> migration.number() <= number)
                .count());
    }

    /**
     * Returns the migrations with the live definitions: the one that is nearest to the recorded one, and those next to
     * it that change no definition. Empty if none of the compared migrations leads to these definitions.
     *
     * @param recordedNumber the number of the migration that the ledger records
     * @param isLive returns whether the live definitions are those of a catalog
     */
    List<RecordedMigration> findMatches(int recordedNumber, Predicate<Catalog> isLive) {
        Catalog recordedCatalog = findCatalogAfter(recordedNumber);
        Optional<Catalog> liveCatalog = IntStream.range(0, migrations.size())
                .boxed()
                .filter(index -> !catalogs.get(index + 1).equals(recordedCatalog))
                .sorted(Comparator.comparingInt(
                        index -> Math.abs(migrations.get(index).number() - recordedNumber)))
                .limit(MAX_COMPARED_MIGRATIONS)
                .map(index -> catalogs.get(index + 1))
                .filter(isLive)
                .findFirst();
        return IntStream.range(0, migrations.size())
                .filter(index ->
                        liveCatalog.filter(catalogs.get(index + 1)::equals).isPresent())
                .mapToObj(migrations::get)
                .toList();
    }
}
