package dev.orderly.audit;

import java.util.List;

/**
 * One query over the services' tables whose rows are violations.
 *
 * @param name what holds when the query finds nothing; begins with the check's number
 * @param moment when it may be asked
 * @param needs what the host has to give before it can be asked
 * @param relations the tables that it reads, {@code schema.table}
 * @param sql the query as it is sent; answers subject, detail and the number of all violations
 */
record Check(String name, Moment moment, List<Need> needs, List<String> relations, String sql) {

    /** When a check may be asked. */
    enum Moment {
        /** At every moment, also under load and faults. */
        ANY,
        /** Only when nothing is under way. */
        REST
    }

    boolean isForRest() {
        return moment == Moment.REST;
    }
}
