package dev.cairn.integration.queries;

import dev.cairn.annotation.Allow;
import dev.cairn.annotation.Property;
import dev.cairn.annotation.RunMode;
import dev.cairn.annotation.Schema;
import dev.cairn.annotation.ServerTarget;

/** The schema of the parcels, which is never migrated. */
@Allow({"pending-changes", "single-bucket", "single-replica"})
@Schema(
        name = "depot",
        targets = {@ServerTarget(server = "4.1"), @ServerTarget(server = "4.1", runMode = RunMode.SHARED_DATA)},
        properties = @Property(name = "replication_num", value = "1"),
        value = {Parcel.class, Courier.class, ParcelScan.class, HeavyParcel.class, CityParcels.class})
public interface Depot {}
