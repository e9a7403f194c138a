package dev.cairn.integration.data;

import dev.cairn.annotation.Allow;
import dev.cairn.annotation.Schema;

/** The schema of the rows, which is never migrated. */
@Allow("pending-changes")
@Schema(
        name = "rows",
        value = {Everything.class, Visit.class, Visitors.class, Ticket.class})
public interface Shop {}
