package dev.cairn.integration.data;

import dev.cairn.annotation.Allow;
import dev.cairn.annotation.RunMode;
import dev.cairn.annotation.Schema;
import dev.cairn.annotation.ServerTarget;

/** The schema of the rows, which is never migrated. */
@Allow("pending-changes")
@Schema(
        name = "rows",
        targets = {@ServerTarget(server = "4.1"), @ServerTarget(server = "4.1", runMode = RunMode.SHARED_DATA)},
        value = {Everything.class, Visit.class, Visitors.class, Ticket.class})
public interface Shop {}
