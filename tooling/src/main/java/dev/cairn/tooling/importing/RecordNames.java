package dev.cairn.tooling.importing;

/** Names of records that leave room for what is generated beside them. */
final class RecordNames {
    private final UniqueJavaNames taken = new UniqueJavaNames();

    RecordNames(String root) {
        taken.take(root);
        taken.take(root + "Schema");
    }

    /** @param suffix what the name of its descriptor ends in */
    String of(String sqlName, String suffix) {
        String wanted = ReservedTypes.avoided(UniqueJavaNames.ofType(sqlName));
        String name = wanted;
        for (int i = 2; !taken.isFree(name) || !taken.isFree(name + suffix); i++) {
            name = UniqueJavaNames.numbered(wanted, i);
        }
        taken.take(name);
        taken.take(name + suffix);
        return name;
    }
}
