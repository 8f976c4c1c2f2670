package id.desaterlindungi.enrollment.sealing;

import java.util.List;

/**
 * What the register says of keys that fit it.
 *
 * @param sealing the id of the key that seals now
 * @param indexing the ids of those that people are found by, now or soon
 */
record AdmittedKeys(int sealing, List<Long> indexing) {}
