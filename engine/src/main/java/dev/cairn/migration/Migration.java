package dev.cairn.migration;

import java.util.List;

/**
 * A migration as it was written down.
 *
 * @param name of its type: {@code V0003AddDiscount}
 * @param number from 1, without gaps
 * @param after the hash of the one before it, empty for the first
 * @param upgrade one statement each, below its markers
 * @param downgrade what leads back, in the order in which it is sent
 * @param irreversible why nothing leads back; empty where the downgrade does
 * @param session {@code name=value}, which hold for its statements
 * @param records a {@link RecordsHash} of what it was recorded for; empty where nobody said
 */
public record Migration(
        String name,
        int number,
        String after,
        List<String> upgrade,
        List<String> downgrade,
        String irreversible,
        List<String> session,
        String records) {
    /** One that does not say what it was recorded for, as a person writes it. */
    public Migration(
            String name,
            int number,
            String after,
            List<String> upgrade,
            List<String> downgrade,
            String irreversible,
            List<String> session) {
        this(name, number, after, upgrade, downgrade, irreversible, session, "");
    }

    public Migration {
        upgrade = List.copyOf(upgrade);
        downgrade = List.copyOf(downgrade);
        session = List.copyOf(session);
    }

    /** What the next one names. */
    public String hash() {
        return MigrationHash.of(after, upgrade);
    }

    /** The same one in another place of the chain, under the name that belongs there. */
    public Migration moved(int newNumber, String newAfter) {
        String newName = newNumber == number ? name : MigrationName.renumbered(name, newNumber);
        return new Migration(newName, newNumber, newAfter, upgrade, downgrade, irreversible, session, records);
    }

    /** The same one, recorded for other records. */
    public Migration recordedFor(String newRecords) {
        return new Migration(name, number, after, upgrade, downgrade, irreversible, session, newRecords);
    }
}
