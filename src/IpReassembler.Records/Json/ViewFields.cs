using System.Text.Json;

namespace IpReassembler.Records;

/// <summary>The JSON fields of what the compared policies made of a datagram.</summary>
internal static class ViewFields
{
    public static void WriteViews(this Utf8JsonWriter json, DatagramViews views)
    {
        json.WriteBoolean("views_agree"u8, views.Agree);
        json.WriteStartArray("groups"u8);
        foreach (var group in views.Groups)
        {
            json.WriteStartArray();
            foreach (var policy in group)
            {
                json.WriteStringValue(policy.Policy);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteStartArray("views"u8);
        foreach (var policy in views.Policies)
        {
            json.WriteStartObject();
            json.WriteString("policy"u8, policy.Policy);
            json.WriteString("state"u8, Words.Of(policy.State));
            json.WriteNumber("killed_frame"u8, policy.KilledFrame);
            json.WriteMissing(policy.Missing);
            json.WriteNumber("delivered"u8, policy.DeliveryCount);
            json.WriteStartArray("deliveries"u8);
            foreach (var delivery in policy.Deliveries)
            {
                WriteDelivery(json, delivery, views.Form);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteDelivery(Utf8JsonWriter json, DeliveryRecord delivery, PayloadForm form)
    {
        json.WriteStartObject();
        json.WriteNumber("frame"u8, delivery.Frame);
        json.WriteNumber("payload_len"u8, delivery.Payload.Length);
        json.WritePayload(PayloadText.Of(delivery.Payload, form));
        json.WriteString("checksum"u8, Words.Of(delivery.Checksum));
        json.WriteStartArray("supplied"u8);
        foreach (var supplied in delivery.Supplied)
        {
            json.WriteStartArray();
            json.WriteNumberValue(supplied.Range.Start);
            json.WriteNumberValue(supplied.Range.End);
            json.WriteNumberValue(supplied.Frame);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
