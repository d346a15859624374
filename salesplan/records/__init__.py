"""What happened: exports of CRM and ERP systems read into typed frames, or refused with the place and the remedy."""
