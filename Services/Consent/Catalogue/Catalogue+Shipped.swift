extension Catalogue {
  /// The catalogue used unless the operator gives another.
  ///
  /// Survey invitations are `research`, not `marketing`; a survey that sells is marketing.
  static let shipped = """
    {
      "controllers": [
        { "id": "cameo" }
      ],
      "purposes": [
        { "id": "marketing", "version": 1, "legal_basis": "consent", "transactional": false },
        { "id": "research", "version": 1, "legal_basis": "consent", "transactional": false },
        { "id": "personalisation", "version": 1, "legal_basis": "consent", "transactional": false },
        { "id": "service", "version": 1, "legal_basis": "contract", "transactional": true }
      ],
      "channels": [
        { "id": "email" },
        { "id": "sms" },
        { "id": "phone" },
        { "id": "post" },
        { "id": "push" }
      ]
    }
    """
}
