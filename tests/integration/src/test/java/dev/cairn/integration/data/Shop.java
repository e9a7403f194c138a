package dev.cairn.integration.data;

import dev.cairn.annotation.Allow;
import dev.cairn.annotation.Schema;

/** The schema of the tables whose rows are written and read; the tests create the tables without migrations. */
@Allow("pending-changes")
@Schema(
        name = "rows",
        targets = {@Schema.Target(server = "4.1"), @Schema.Target(server = "4.1", runMode = Schema.RunMode.SHARED_DATA)
        },
        value = {Everything.class, Visit.class, Visitors.class, Ticket.class, TaggedItem.class, MeasuredItem.class})
public interface Shop {}
