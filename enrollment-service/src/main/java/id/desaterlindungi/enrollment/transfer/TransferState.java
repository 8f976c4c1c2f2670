package id.desaterlindungi.enrollment.transfer;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How a request for a transfer stands. Each end is final.
 *
 * <table>
 * <tr><th>from</th><th>to</th><th>by</th></tr>
 * <tr><td></td><td>OPEN</td><td>an office of the village that asks</td></tr>
 * <tr><td>OPEN</td><td>ACCEPTED</td><td>an office of the village where the person is; the transfer is made with it</td></tr>
 * <tr><td>OPEN</td><td>RETURNED</td><td>the same, with a reason</td></tr>
 * <tr><td>OPEN</td><td>WITHDRAWN</td><td>an office of the village that asks</td></tr>
 * <tr><td>OPEN</td><td>OVERTAKEN</td><td>any other transfer of the person, also one that was asked for by another village</td></tr>
 * <tr><td>OPEN</td><td>EXPIRED</td><td>its time, by the database's clock</td></tr>
 * </table>
 */
@Schema(name = "TransferState")
public enum TransferState {
    OPEN,
    ACCEPTED,
    RETURNED,
    WITHDRAWN,
    EXPIRED,
    OVERTAKEN
}
