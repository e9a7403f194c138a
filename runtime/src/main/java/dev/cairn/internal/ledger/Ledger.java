package dev.cairn.internal.ledger;

import static dev.cairn.internal.ledger.Exchange.over;

import dev.cairn.internal.Ticker;
import dev.cairn.internal.Ticker.Stopwatch;
import dev.cairn.internal.link.ConnectionFactory;
import dev.cairn.internal.link.ServerConnection;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.schema.LedgerHeldException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The ledger of one schema, in the database that its connections have selected.
 *
 * <pre>{@code
 * Ledger ledger = new Ledger(links, "shop", LedgerOptions.DEFAULT, Ticker.system(), tokens, known);
 * Optional<LedgerEntry> now = ledger.read(link);
 * }</pre>
 */
public final class Ledger {
    private final ConnectionFactory links;
    private final String schema;
    private final LedgerNames names;
    private final LedgerOptions options;
    private final Ticker ticker;
    private final Supplier<String> tokens;
    private final List<HistoryRow> known;

    /**
     * @param tokens gives another one each time, which nobody else has, and which says who it is
     * @param known the migrations of the application, for a history of which rows got lost
     * @throws IllegalArgumentException where no schema can be called so
     */
    public Ledger(
            ConnectionFactory links,
            String schema,
            LedgerOptions options,
            Ticker ticker,
            Supplier<String> tokens,
            List<HistoryRow> known) {
        this.links = links;
        this.schema = schema;
        this.names = new LedgerNames(schema);
        this.options = options;
        this.ticker = ticker;
        this.tokens = tokens;
        this.known = List.copyOf(known);
    }

    /** Two statements. Empty where there is no ledger yet: then nothing was ever migrated, and it is one statement. */
    public Optional<LedgerEntry> read(ServerConnection link) {
        LedgerParticipant party = party(link);
        try (LedgerTransport wire = wire(link, party)) {
            return wire.carry(new LedgerReader(party.complaints()).latest());
        }
    }

    /**
     * Becomes the owner, as soon as nobody else is.
     *
     * @param link for the transitions, and for nothing else as long as the ledger is held; the caller closes it
     * @param profile of the server, as in {@code 4.1/shared-nothing}
     * @throws LedgerHeldException if somebody else holds it for longer than one is ready to wait
     */
    public HeldLedger acquire(ServerConnection link, String profile) {
        LedgerParticipant party = party(link);
        LedgerTransport wire = wire(link, party);
        try {
            String database = links.database(link);
            return new HeldLedger(
                    wire,
                    wire.carry(LedgerAcquisition.of(party, profile)),
                    sequence -> new ObjectName(database, names.state(sequence)));
        } catch (RuntimeException failure) {
            wire.close();
            throw failure;
        }
    }

    /**
     * Takes the ledger from its owner, who finds out at its next look. It does not end what that one does just now: see
     * that it does not live any more.
     *
     * @return whose it was; empty if nobody's
     */
    public Optional<String> unlock(ServerConnection link) {
        LedgerParticipant party = party(link);
        try (LedgerTransport wire = wire(link, party)) {
            return wire.carry(new ForcedUnlock(party).exchange());
        }
    }

    /** The migrations that are done. Three statements. */
    public LedgerHistory history(ServerConnection link) {
        LedgerParticipant party = party(link);
        try (LedgerTransport wire = wire(link, party)) {
            return wire.carry(HistoryReader.of(party));
        }
    }

    /** What its views are called. */
    public LedgerNames names() {
        return names;
    }

    private LedgerParticipant party(ServerConnection link) {
        return new LedgerParticipant(
                tokens.get(), options, ticker, known, new LedgerErrors(schema, links.database(link), names));
    }

    private LedgerTransport wire(ServerConnection link, LedgerParticipant party) {
        return new LedgerTransport(links, link, names, party);
    }

    /** A release by somebody else. */
    private static final class ForcedUnlock {
        private final LedgerParticipant party;

        ForcedUnlock(LedgerParticipant party) {
            this.party = party;
        }

        /** Whose it was; empty if nobody's. */
        Exchange<Optional<String>> exchange() {
            Stopwatch known = party.ticker().start();
            return new LedgerReader(party.complaints()).latest().then(latest -> {
                Optional<LedgerEntry> owned =
                        latest.filter(entry -> entry.state().isOwned());
                return owned.isEmpty() ? over(Optional.empty()) : release(owned.get(), known);
            });
        }

        /** An owner that lives may have written meanwhile: then that state is the one to release. */
        private Exchange<Optional<String>> release(LedgerEntry held, Stopwatch known) {
            return LedgerWriter.of(party, held, known, held.state().released())
                    .then(written ->
                            written.isPresent() ? over(Optional.of(held.state().owner())) : exchange());
        }
    }
}
